@NullMarked
package cloud.maidan.portal.services.authentik;

import org.jspecify.annotations.NullMarked;
