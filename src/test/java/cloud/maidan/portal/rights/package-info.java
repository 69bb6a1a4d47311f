@NullMarked
package cloud.maidan.portal.rights;

import org.jspecify.annotations.NullMarked;
