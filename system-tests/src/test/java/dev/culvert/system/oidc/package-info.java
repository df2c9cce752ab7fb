/** Callers who come with the ID token of an OpenID Connect provider that others wrote. */
@NullMarked
package dev.culvert.system.oidc;

import org.jspecify.annotations.NullMarked;
