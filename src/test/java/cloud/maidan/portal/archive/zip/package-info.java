@NullMarked
package cloud.maidan.portal.archive.zip;

import org.jspecify.annotations.NullMarked;
