@NullMarked
package cloud.maidan.portal.console;

import org.jspecify.annotations.NullMarked;
