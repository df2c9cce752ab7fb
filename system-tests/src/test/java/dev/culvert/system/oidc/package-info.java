/** Callers who come with the ID token of an OpenID Connect provider that others wrote, and the plugin that gets it for them. */
@NullMarked
package dev.culvert.system.oidc;

import org.jspecify.annotations.NullMarked;
