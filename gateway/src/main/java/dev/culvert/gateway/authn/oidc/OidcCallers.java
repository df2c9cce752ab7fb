package dev.culvert.gateway.authn.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.SignedJWT;
import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authn.CallerAuthenticator;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.config.OidcConfig;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers by the ID tokens of some issuers. Any thread. */
public final class OidcCallers implements CallerAuthenticator {
    private static final Logger LOGGER = LoggerFactory.getLogger(OidcCallers.class);

    /** Of a token, in chars. */
    private static final int MAX_LENGTH = 256 << 10;

    /** A client comes with many requests; the signature costs a tenth of a millisecond each time. As kube-apiserver. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);

    private static final int REMEMBERED = 10_000;

    private final Map<String, Issuer> issuers;
    private final InstantSource clock;
    private final Cache<String, Issuer.Verified> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .executor(Runnable::run)
            .build();

    OidcCallers(Map<String, Issuer> issuers, InstantSource clock) {
        this.issuers = Map.copyOf(issuers);
        this.clock = clock;
    }

    /**
     * Those issuers, over HTTPS.
     *
     * @param trust what verifies an issuer's certificate; empty for the system's CAs
     */
    public static OidcCallers of(
            Vertx vertx,
            List<OidcConfig> configs,
            Function<OidcConfig, Optional<TrustOptions>> trust,
            InstantSource clock) {
        Map<String, Issuer> issuers = new LinkedHashMap<>();
        for (OidcConfig config : configs) {
            IssuerClient client = new IssuerClient(
                    vertx,
                    config.issuer(),
                    config.discovery(),
                    trust.apply(config).orElse(null),
                    IssuerClient.DEADLINE);
            IssuerKeys keys = new IssuerKeys(config.issuer(), client::keys, clock);
            issuers.put(config.issuer(), new Issuer(config, keys, clock));
        }
        return new OidcCallers(issuers, clock);
    }

    /** Fetches keys ahead of the first caller. An issuer that is away is asked again when a caller comes. */
    public void prepare() {
        issuers.values().forEach(Issuer::prepare);
    }

    @Override
    public Future<Caller> authenticate(Credential credential) {
        String text = credential.token().orElse("");
        if (text.isEmpty()) {
            return Future.failedFuture(StatusException.unauthorized("a bearer token is needed"));
        }
        if (issuers.isEmpty() || text.length() > MAX_LENGTH || text.indexOf('.') < 0) {
            return Future.failedFuture(notValid());
        }
        String key = sha256(text);
        Issuer.Verified known = verified.getIfPresent(key);
        if (known != null && clock.instant().isBefore(known.end())) {
            return Future.succeededFuture(known.caller());
        }
        return here(verify(text))
                .onSuccess(token -> verified.put(key, token))
                .map(Issuer.Verified::caller)
                .recover(failure -> {
                    LOGGER.atInfo().addKeyValue("error", failure.getMessage()).log("an ID token does not count");
                    return Future.failedFuture(notValid());
                });
    }

    private Future<Issuer.Verified> verify(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            // Not verified yet: it says by whose keys the token must be verified, and no more.
            String named = token.getJWTClaimsSet().getIssuer();
            Issuer issuer = named == null ? null : issuers.get(named);
            return issuer == null
                    ? Future.failedFuture(new InvalidTokenException("it is of an issuer that is not configured"))
                    : issuer.verify(token);
        } catch (ParseException | IllegalArgumentException e) {
            return Future.failedFuture(new InvalidTokenException("it is no signed token"));
        }
    }

    /** The issuer's answer comes on its client's event loop. */
    private static <T> Future<T> here(Future<T> anywhere) {
        Context context = Vertx.currentContext();
        if (anywhere.isComplete() || context == null) {
            return anywhere;
        }
        Promise<T> promise = Promise.promise();
        anywhere.onComplete(outcome -> context.runOnContext(back -> {
            if (outcome.succeeded()) {
                promise.complete(outcome.result());
            } else {
                promise.fail(outcome.cause());
            }
        }));
        return promise.future();
    }

    private static StatusException notValid() {
        return StatusException.unauthorized("the token is not valid");
    }

    private static String sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
