@NullMarked
package cloud.maidan.portal.holds;

import org.jspecify.annotations.NullMarked;
