/** The development stack: everything the portal needs, on this machine, from Maven. Never in the production jar. */
@NullMarked
package cloud.maidan.demo;

import org.jspecify.annotations.NullMarked;
