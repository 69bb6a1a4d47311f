@NullMarked
package cloud.maidan.portal.connections;

import org.jspecify.annotations.NullMarked;
