@NullMarked
package cloud.maidan.portal.archive;

import org.jspecify.annotations.NullMarked;
