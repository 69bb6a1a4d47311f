@NullMarked
package cloud.maidan.portal.services.http;

import org.jspecify.annotations.NullMarked;
