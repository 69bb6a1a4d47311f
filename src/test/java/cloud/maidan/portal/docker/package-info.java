@NullMarked
package cloud.maidan.portal.docker;

import org.jspecify.annotations.NullMarked;
