@NullMarked
package cloud.maidan.portal.services;

import org.jspecify.annotations.NullMarked;
