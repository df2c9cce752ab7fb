/**
 * A login at an OpenID Connect provider, and what is kept of it: {@link dev.culvert.kubeconfig.oidc.OidcSource}.
 *
 * <p>RFC 8628 (device code) or RFC 8252 (browser, loopback redirect, PKCE), then refresh tokens. The protocol is the Nimbus
 * SDK's; what goes over the network goes through {@link dev.culvert.kubeconfig.transport.Transport}, with deadlines and a limit on
 * what comes back, and never in the clear.
 */
@NullMarked
package dev.culvert.kubeconfig.oidc;

import org.jspecify.annotations.NullMarked;
