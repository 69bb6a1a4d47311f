@NullMarked
package cloud.maidan.portal.members;

import org.jspecify.annotations.NullMarked;
