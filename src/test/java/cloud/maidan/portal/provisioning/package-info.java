@NullMarked
package cloud.maidan.portal.provisioning;

import org.jspecify.annotations.NullMarked;
