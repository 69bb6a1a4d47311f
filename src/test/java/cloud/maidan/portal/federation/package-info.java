@NullMarked
package cloud.maidan.portal.federation;

import org.jspecify.annotations.NullMarked;
