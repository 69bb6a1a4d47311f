@NullMarked
package cloud.maidan.portal.site;

import org.jspecify.annotations.NullMarked;
