@NullMarked
package cloud.maidan.portal.services.librechat;

import org.jspecify.annotations.NullMarked;
