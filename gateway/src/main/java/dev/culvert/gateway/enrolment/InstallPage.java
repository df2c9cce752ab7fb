package dev.culvert.gateway.enrolment;

import dev.culvert.gateway.authn.InstallTokens;
import dev.culvert.gateway.directory.InstallLink;
import dev.culvert.gateway.front.OwnPaths;
import dev.culvert.gateway.install.Manifest;
import dev.culvert.gateway.relay.Refusal;
import dev.culvert.gateway.relay.RequestId;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.gateway.store.StoreService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /install/CLUSTER.yaml?token=...}, which is what {@code kubectl apply -f URL} asks, with the manifest of an
 * agent and a token that is made for it. kubectl can send no header: the secret is in the address, and therefore counts for a
 * short time and few uses. What it was that did not count is not told apart.
 */
public final class InstallPage implements OwnPaths {
    private static final String ROOT = "/install/";
    private static final String SUFFIX = ".yaml";
    private static final Logger LOG = LoggerFactory.getLogger(InstallPage.class);

    private final Vertx vertx;
    private final InstallTokens links;
    private final StoreService store;
    private final Optional<Path> authorities;

    /**
     * @param authorities PEM certificates by which agents verify the gateway, read for each manifest; empty: the public ones do
     */
    public InstallPage(Vertx vertx, InstallTokens links, StoreService store, Optional<Path> authorities) {
        this.vertx = vertx;
        this.links = links;
        this.store = store;
        this.authorities = authorities;
    }

    @Override
    public boolean serves(String target) {
        return target.startsWith(ROOT);
    }

    @Override
    public Future<Void> handle(HttpServerRequest request, String target) {
        String requestId = RequestId.random();
        request.pause();
        return Future.succeededFuture()
                .compose(begun -> answer(request, target, requestId))
                .recover(failure -> Refusal.answer(request, toStatus(failure, requestId), requestId));
    }

    private Future<Void> answer(HttpServerRequest request, String target, String requestId) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            throw new StatusException(StatusReason.METHOD_NOT_ALLOWED, "the method is not served on this path");
        }
        InstallLink link = link(request, target);
        if (request.method().equals(HttpMethod.HEAD)) {
            return write(request, "");
        }
        if (Previews.isOne(request)) {
            throw StatusException.badRequest("this address is for kubectl and curl; the link was not used up");
        }
        return vertx.executeBlocking(this::readAuthorities)
                .compose(pem -> store.change(change -> Redemption.of(change, link), false)
                        .compose(redeemed -> deliver(request, redeemed, pem, requestId)));
    }

    private Future<Void> deliver(
            HttpServerRequest request, Redemption redeemed, Optional<String> pem, String requestId) {
        LOG.atInfo()
                .addKeyValue("cluster", redeemed.link().cluster())
                .addKeyValue("link", redeemed.link().name())
                .addKeyValue("token", redeemed.token().item().name())
                .addKeyValue("remote", request.remoteAddress())
                .addKeyValue("requestId", requestId)
                .log("an install link was used: a token of an agent is made");
        String manifest =
                Manifest.yaml(redeemed.link().manifest(redeemed.token().secret().value(), pem));
        return write(request, manifest).recover(lost -> {
            // Nobody has its secret.
            LOG.atWarn()
                    .addKeyValue("cluster", redeemed.link().cluster())
                    .addKeyValue("token", redeemed.token().item().name())
                    .addKeyValue("error", lost.getMessage())
                    .log("the manifest could not be sent: its token is revoked");
            return store.change(redeemed::withdraw, false).mapEmpty();
        });
    }

    private InstallLink link(HttpServerRequest request, String target) {
        List<String> tokens = request.params().getAll("token");
        String path = target.split("\\?", 2)[0];
        Optional<InstallLink> found = tokens.size() == 1 ? links.find(tokens.get(0)) : Optional.empty();
        return found.filter(link -> path.equals(ROOT + link.cluster() + SUFFIX)).orElseThrow(() -> {
            LOG.atInfo().addKeyValue("remote", request.remoteAddress()).log("an install link does not count");
            return Redemption.invalid();
        });
    }

    private Optional<String> readAuthorities() throws IOException {
        return authorities.isPresent() ? Optional.of(Files.readString(authorities.get())) : Optional.empty();
    }

    private static Future<Void> write(HttpServerRequest request, String manifest) {
        if (!request.isEnded()) {
            request.handler(unasked -> {});
            request.resume();
        }
        return request.response()
                .putHeader("Content-Type", "application/yaml")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .end(manifest);
    }

    private static StatusException toStatus(Throwable failure, String requestId) {
        if (failure instanceof StatusException status) {
            return status;
        }
        LOG.atError().setCause(failure).addKeyValue("requestId", requestId).log("no manifest can be made");
        return StatusException.internalError("no manifest can be made; the link was not used up");
    }
}
