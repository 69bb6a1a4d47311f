@NullMarked
package cloud.maidan.portal.retention;

import org.jspecify.annotations.NullMarked;
