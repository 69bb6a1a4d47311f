@NullMarked
package cloud.maidan.portal.dashboard;

import org.jspecify.annotations.NullMarked;
