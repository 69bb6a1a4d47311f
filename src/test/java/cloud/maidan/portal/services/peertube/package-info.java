@NullMarked
package cloud.maidan.portal.services.peertube;

import org.jspecify.annotations.NullMarked;
