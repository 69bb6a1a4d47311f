@NullMarked
package cloud.maidan.portal.settings;

import org.jspecify.annotations.NullMarked;
