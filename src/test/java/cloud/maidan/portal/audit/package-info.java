@NullMarked
package cloud.maidan.portal.audit;

import org.jspecify.annotations.NullMarked;
