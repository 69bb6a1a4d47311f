@NullMarked
package cloud.maidan.portal.keys;

import org.jspecify.annotations.NullMarked;
