@NullMarked
package cloud.maidan.portal.orphans;

import org.jspecify.annotations.NullMarked;
