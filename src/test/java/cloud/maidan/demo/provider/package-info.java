/** An OpenID provider that behaves like Authentik where the portal can notice it. */
@NullMarked
package cloud.maidan.demo.provider;

import org.jspecify.annotations.NullMarked;
