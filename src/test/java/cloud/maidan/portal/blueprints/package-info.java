@NullMarked
package cloud.maidan.portal.blueprints;

import org.jspecify.annotations.NullMarked;
