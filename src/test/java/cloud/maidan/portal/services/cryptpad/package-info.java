@NullMarked
package cloud.maidan.portal.services.cryptpad;

import org.jspecify.annotations.NullMarked;
