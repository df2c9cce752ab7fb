/**
 * Client certificates as callers' credentials: the common name is the user, the organizations are its groups, as for
 * kube-apiserver.
 *
 * <p>TLS takes every certificate and makes sure that the caller has its key; whether it counts is decided here, for each request,
 * so that a certificate that expires or is revoked stops to count on connections that stand, and one that never counted does not
 * keep a caller with a token from connecting.
 *
 * <p>Any thread, but for {@link dev.culvert.gateway.authn.certificate.TrustFiles}, which blocks.
 */
@NullMarked
package dev.culvert.gateway.authn.certificate;

import org.jspecify.annotations.NullMarked;
