/** What becomes of pages when a community grows a hundredfold. */
@NullMarked
package cloud.maidan.portal.grown;

import org.jspecify.annotations.NullMarked;
