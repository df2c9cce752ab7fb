package dev.culvert.gateway.authn.certificate;

import dev.culvert.gateway.authn.AgentAuthenticator;
import dev.culvert.gateway.authn.AgentCredential;
import dev.culvert.gateway.authn.AgentIdentity;
import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.pki.AgentSubject;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents by certificates that the gateway issued. One counts as long as the token that it stands for does. Any thread.
 *
 * <p>Of an agent that shows both, the certificate says who it is where it counts, and the token where it does not: whatever
 * is wrong with certificates, an agent with a good token is not kept out.
 */
public final class AgentCertificates implements AgentAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCertificates.class);

    private final AgentTokens tokens;
    private final InstantSource clock;
    private volatile List<X509Certificate> authorities;

    /**
     * @param authorities by which certificates are signed, directly
     */
    public AgentCertificates(AgentTokens tokens, List<X509Certificate> authorities, InstantSource clock) {
        this.tokens = tokens;
        this.authorities = List.copyOf(authorities);
        this.clock = clock;
    }

    /** From now on these decide. */
    public void use(List<X509Certificate> others) {
        authorities = List.copyOf(others);
    }

    @Override
    public Future<AgentIdentity> authenticate(AgentCredential credential) {
        return identify(credential).map(Future::succeededFuture).orElseGet(() -> tokens.authenticate(credential));
    }

    /** The same with the token first: for a certificate that is to stand for the token that the agent has now. */
    public Future<AgentIdentity> authenticateForRenewal(AgentCredential credential) {
        return tokens.authenticate(credential).recover(unknown -> identify(credential)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(unknown)));
    }

    private Optional<AgentIdentity> identify(AgentCredential credential) {
        if (credential.certificates().isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = credential.certificates().get(0);
        Optional<AgentSubject> named = AgentSubject.of(own);
        // A caller's certificate, perhaps; it says nothing here.
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Optional<AgentIdentity> agent = isIssued(own)
                ? named.flatMap(subject -> tokens.identify(subject.cluster(), subject.token()))
                        .map(found -> found.certified(own.getNotAfter().toInstant()))
                : Optional.empty();
        if (agent.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("cluster", named.get().cluster())
                    .log("an agent's certificate does not count: it has expired, or its authority or token is gone");
        }
        return agent;
    }

    private boolean isIssued(X509Certificate own) {
        try {
            own.checkValidity(Date.from(clock.instant()));
        } catch (GeneralSecurityException e) {
            return false;
        }
        return own.getBasicConstraints() < 0 && authorities.stream().anyMatch(authority -> isSignedBy(own, authority));
    }

    private boolean isSignedBy(X509Certificate own, X509Certificate authority) {
        try {
            if (!own.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
                return false;
            }
            authority.checkValidity(Date.from(clock.instant()));
            own.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
