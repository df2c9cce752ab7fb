/**
 * ID tokens of OpenID Connect providers as callers' credentials, with the semantics of kube-apiserver.
 *
 * <p>A token is signed by a key that its issuer publishes (<a
 * href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect Discovery 1.0</a>). Keys are fetched when a
 * token names one that is not known, at most every few seconds, and from time to time, so that one that the issuer withdraws
 * does not count for ever. While the issuer is away the keys that are there go on to count.
 *
 * <p>Why a token does not count is in the log alone; the caller is told that it is not valid. Called on event loops; what is
 * answered is answered on the caller's context.
 */
@NullMarked
package dev.culvert.gateway.authn.oidc;

import org.jspecify.annotations.NullMarked;
