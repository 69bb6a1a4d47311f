@NullMarked
package cloud.maidan.portal.services.vaultwarden;

import org.jspecify.annotations.NullMarked;
