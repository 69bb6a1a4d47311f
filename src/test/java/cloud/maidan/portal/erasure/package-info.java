@NullMarked
package cloud.maidan.portal.erasure;

import org.jspecify.annotations.NullMarked;
