@NullMarked
package cloud.maidan.portal.services.matrix;

import org.jspecify.annotations.NullMarked;
