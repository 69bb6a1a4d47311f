@NullMarked
package cloud.maidan.portal;

import org.jspecify.annotations.NullMarked;
