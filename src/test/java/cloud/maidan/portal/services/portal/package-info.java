@NullMarked
package cloud.maidan.portal.services.portal;

import org.jspecify.annotations.NullMarked;
