@NullMarked
package cloud.maidan.portal.subject;

import org.jspecify.annotations.NullMarked;
