package dev.culvert.gateway.enrolment;

import dev.culvert.gateway.authn.AgentIdentity;
import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.authn.certificate.AgentCertificates;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.gateway.front.SmallBody;
import dev.culvert.gateway.pki.AgentSubject;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.relay.Refusal;
import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.session.AgentRequest;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs agents' keys: {@code POST} of a certificate request, authenticated like a carrier; see {@code tunnel.proto}. Of the
 * request the key alone counts: whose agent it is, the credential says.
 */
public final class CertificatePage implements OwnPaths {
    private static final Logger LOG = LoggerFactory.getLogger(CertificatePage.class);
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_AT_ONCE = 32;

    private final Vertx vertx;
    private final AgentCertificates agents;
    private final AgentTokens tokens;
    private final AgentAuthorityWatch authority;
    private final AtomicInteger underWay = new AtomicInteger();

    public CertificatePage(Vertx vertx, AgentCertificates agents, AgentTokens tokens, AgentAuthorityWatch authority) {
        this.vertx = vertx;
        this.agents = agents;
        this.tokens = tokens;
        this.authority = authority;
    }

    @Override
    public boolean serves(String target) {
        return target.equals(Tunnel.CERTIFICATE_PATH);
    }

    @Override
    public Future<Void> handle(HttpServerRequest request, String target) {
        String requestId = RequestId.random();
        request.pause();
        return Future.succeededFuture()
                .compose(begun -> answer(request))
                .recover(failure -> Refusal.answer(request, toStatus(failure, requestId), requestId));
    }

    private Future<Void> answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            throw new StatusException(StatusReason.METHOD_NOT_ALLOWED, "the method is not served on this path");
        }
        return agents.authenticateForRenewal(AgentRequest.credential(request))
                .compose(agent -> SmallBody.read(request, MAX_BYTES)
                        .compose(body -> issue(agent, body.toString()))
                        .onSuccess(certificate -> LOG.atInfo()
                                .addKeyValue("cluster", agent.cluster())
                                .addKeyValue("token", agent.token())
                                .addKeyValue(
                                        "serial", certificate.getSerialNumber().toString(16))
                                .addKeyValue("remote", request.remoteAddress())
                                .log("an agent has a certificate")))
                .compose(certificate -> request.response()
                        .putHeader("Content-Type", "application/pem-certificate-chain")
                        .putHeader("Cache-Control", "no-store")
                        .end(Pem.write(certificate)));
    }

    private Future<X509Certificate> issue(AgentIdentity agent, String request) {
        if (underWay.incrementAndGet() > MAX_AT_ONCE) {
            underWay.decrementAndGet();
            return Future.failedFuture(StatusException.tooManyRequests("too many agents want a certificate", 5));
        }
        return vertx.executeBlocking(() -> sign(agent, request), false).onComplete(over -> underWay.decrementAndGet());
    }

    private X509Certificate sign(AgentIdentity agent, String request) {
        AgentTokens.Standing standing = tokens.standing(agent)
                .orElseThrow(() -> StatusException.unauthorized("the agent's token is not valid"));
        try {
            return authority
                    .current()
                    .issue(new AgentSubject(agent.cluster(), standing.fingerprint()), request, standing.maybeExpires());
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static StatusException toStatus(Throwable failure, String requestId) {
        if (failure instanceof StatusException status) {
            return status;
        }
        LOG.atError().setCause(failure).addKeyValue("requestId", requestId).log("no certificate can be made");
        return StatusException.internalError("no certificate can be made");
    }
}
