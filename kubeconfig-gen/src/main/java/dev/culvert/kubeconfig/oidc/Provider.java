package dev.culvert.kubeconfig.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.culvert.kubeconfig.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The provider: what it says of itself, and its token endpoint. What it signs is verified with the keys that it publishes. */
final class Provider {
    /** What a thief of the client's secret, which is none in a program like this, cannot make. */
    private static final Set<JWSAlgorithm> SIGNATURES = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Registration registration;
    private final Transport transport;
    private final OIDCProviderMetadata metadata;

    private Provider(Registration registration, Transport transport, OIDCProviderMetadata metadata) {
        this.registration = registration;
        this.transport = transport;
        this.metadata = metadata;
    }

    /** Reads {@code ISSUER/.well-known/openid-configuration}, which must name this issuer. */
    static Provider discover(Registration registration, Transport transport) {
        String url = registration.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration";
        try {
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.parse(transport.get(Registration.https("the issuer", url), Map.of()));
            if (!metadata.getIssuer().getValue().equals(registration.issuer())) {
                throw OidcException.failed("the provider calls itself another issuer than " + registration.issuer());
            }
            return new Provider(registration, transport, metadata);
        } catch (IOException e) {
            throw OidcException.failed("cannot read " + url + ": " + e.getMessage(), e);
        } catch (ParseException e) {
            throw OidcException.failed(url + " is not the description of a provider", e);
        }
    }

    Scope scope() {
        if (!registration.scopes().isEmpty()) {
            Set<String> scopes = new HashSet<>(registration.scopes());
            return scopes.contains("openid")
                    ? new Scope(registration.scopes().toArray(String[]::new))
                    : new Scope(Stream.concat(Stream.of("openid"), registration.scopes().stream())
                            .toArray(String[]::new));
        }
        Scope offered = metadata.getScopes();
        return offered != null && offered.contains("offline_access")
                ? new Scope("openid", "offline_access")
                : new Scope("openid");
    }

    Optional<URI> deviceEndpoint() {
        return endpoint("device authorization", metadata.getDeviceAuthorizationEndpointURI());
    }

    Optional<URI> authorizationEndpoint() {
        return endpoint("authorization", metadata.getAuthorizationEndpointURI());
    }

    ClientID clientId() {
        return new ClientID(registration.clientId());
    }

    Issuer issuer() {
        return metadata.getIssuer();
    }

    /** How the client proves who it is; empty for a public one. */
    Optional<ClientAuthentication> authentication() {
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return registration
                .secret()
                .map(secret ->
                        post ? new ClientSecretPost(clientId(), secret) : new ClientSecretBasic(clientId(), secret));
    }

    /** New tokens for an old login; fails with one for which another login helps where the provider does not know it any more. */
    Tokens refresh(String refreshToken) {
        TokenResponse response = ask(new RefreshTokenGrant(new RefreshToken(refreshToken)));
        if (!response.indicatesSuccess()) {
            throw OidcException.loggedOut("the provider does not renew the login ("
                    + code(response.toErrorResponse().getErrorObject().getCode()) + ")");
        }
        return verified(response, null).keeping(refreshToken);
    }

    /** What the token endpoint says to a grant: success or not. */
    TokenResponse ask(AuthorizationGrant grant) {
        URI endpoint = endpoint("token", metadata.getTokenEndpointURI())
                .orElseThrow(() -> OidcException.failed("the provider has no token endpoint"));
        TokenRequest request = authentication()
                .map(proof -> new TokenRequest.Builder(endpoint, proof, grant).build())
                .orElseGet(() -> new TokenRequest.Builder(endpoint, clientId(), grant).build());
        HTTPResponse response = send("the token endpoint", request.toHTTPRequest());
        if (response.getStatusCode() / 100 == 5) {
            throw OidcException.failed("the token endpoint answers with status " + response.getStatusCode());
        }
        try {
            return OIDCTokenResponseParser.parse(response);
        } catch (ParseException e) {
            // Its message may quote the answer, which may hold tokens.
            throw OidcException.failed(
                    "the token endpoint's answer, of status " + response.getStatusCode() + ", is not understood");
        }
    }

    HTTPResponse send(String where, HTTPRequest request) {
        try {
            return request.send(transport);
        } catch (IOException e) {
            throw OidcException.failed(
                    "cannot reach " + where + " of " + registration.issuer() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The tokens of a success, their ID token verified.
     *
     * @param nonce that the ID token must hold; null where none was asked for
     */
    Tokens verified(TokenResponse response, @Nullable Nonce nonce) {
        OIDCTokenResponse success = (OIDCTokenResponse) response.toSuccessResponse();
        JWT idToken = success.getOIDCTokens().getIDToken();
        if (idToken == null) {
            throw OidcException.loggedOut("the provider gave no ID token");
        }
        RefreshToken refreshToken = success.getOIDCTokens().getRefreshToken();
        try {
            IDTokenClaimsSet claims = validator().validate(idToken, nonce);
            return new Tokens(
                    idToken.getParsedString(),
                    claims.getSubject().getValue(),
                    claims.getExpirationTime().toInstant(),
                    Optional.ofNullable(refreshToken).map(RefreshToken::getValue));
        } catch (BadJOSEException | JOSEException e) {
            throw OidcException.failed("the provider's ID token is not good: " + e.getMessage(), e);
        }
    }

    private IDTokenValidator validator() {
        if (metadata.getJWKSetURI() == null) {
            throw OidcException.failed("the provider publishes no keys");
        }
        List<JWSAlgorithm> named = metadata.getIDTokenJWSAlgs();
        Set<JWSAlgorithm> algorithms = (named == null ? List.of(JWSAlgorithm.RS256) : named)
                .stream().filter(SIGNATURES::contains).collect(Collectors.toUnmodifiableSet());
        if (algorithms.isEmpty()) {
            throw OidcException.failed("the provider signs with no algorithm that is safe here");
        }
        URI keys = Registration.https(
                "the address of the provider's keys", metadata.getJWKSetURI().toString());
        try {
            JWKSet set = JWKSet.parse(transport.get(keys, Map.of()));
            var selector = new JWSVerificationKeySelector<SecurityContext>(algorithms, new ImmutableJWKSet<>(set));
            return new IDTokenValidator(issuer(), clientId(), selector, null);
        } catch (IOException e) {
            throw OidcException.failed("cannot read " + keys + ": " + e.getMessage(), e);
        } catch (java.text.ParseException e) {
            throw OidcException.failed(keys + " does not hold keys", e);
        }
    }

    /** An error's code, as it may be shown: the provider's word, and no more of it than a word. */
    static String code(@Nullable String code) {
        return code != null && code.matches("[A-Za-z_]{1,60}") ? code : "no reason given";
    }

    private static Optional<URI> endpoint(String what, @Nullable URI uri) {
        return Optional.ofNullable(uri)
                .map(found -> Registration.https("the provider's " + what + " endpoint", found.toString()));
    }
}
