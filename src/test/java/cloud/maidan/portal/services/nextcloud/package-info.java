@NullMarked
package cloud.maidan.portal.services.nextcloud;

import org.jspecify.annotations.NullMarked;
