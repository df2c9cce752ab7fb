package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.Grant;
import dev.culvert.gateway.authz.Mode;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets as whom a request acts in the cluster. */
public final class Identity {
    private static final Logger LOGGER = LoggerFactory.getLogger(Identity.class);

    /** By prefix, which also catches headers that a later Kubernetes invents. */
    private static final String IMPERSONATE = "impersonate-";

    private static final String IMPERSONATE_BARE = "impersonate";

    /** By which a front proxy tells a kube-apiserver who the user is. */
    private static final String REMOTE = "x-remote-";

    private final boolean allowSystemIdentities;
    private final Impersonators impersonators;

    /**
     * @param allowSystemIdentities whether a caller's user or groups may begin with {@code system:}
     */
    public Identity(boolean allowSystemIdentities, Impersonators impersonators) {
        this.allowSystemIdentities = allowSystemIdentities;
        this.impersonators = impersonators;
    }

    /**
     * The headers to send: the caller's without those that speak for an identity, and with those that the gateway adds for the
     * grant behind them. Where the caller asks to be somebody else, and the grant is to act as itself, the cluster is asked
     * whether it may. Call it last, after hop-by-hop headers and the caller's credential are gone, and on the request's context.
     *
     * <p>Fails with a {@link StatusException}: 403 where an identity cannot or must not be expressed in headers, and where the
     * caller may not be whom it asks to be; 400 where it asks in a way that kube-apiserver refuses, too; and as
     * {@link Impersonators#authorize} does. Never throws.
     */
    public Future<List<Header>> apply(List<Header> fromCaller, Caller caller, Grant grant, Errand errand) {
        try {
            List<Header> headers = new ArrayList<>(fromCaller.size() + 4);
            List<Header> asked = new ArrayList<>(0);
            separate(fromCaller, headers, asked);
            if (grant.mode() == Mode.AGENT) {
                return asked.isEmpty() ? Future.succeededFuture(headers) : Future.failedFuture(notAsTheAgent());
            }
            requireOwnIdentity(caller);
            Optional<RequestedIdentity> requested = RequestedIdentity.of(asked);
            return requested.isPresent()
                    ? nested(headers, caller, requested.get(), errand)
                    : Future.succeededFuture(ImpersonationHeaders.ofCaller(caller, headers));
        } catch (StatusException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<List<Header>> nested(
            List<Header> headers, Caller caller, RequestedIdentity requested, Errand errand) {
        ImpersonationHeaders.ofUser(requested.user(), headers);
        return impersonators.authorize(caller, requested, errand).map(allowed -> {
            // The API server's audit log knows the agent and the impersonated user only.
            LOGGER.atInfo()
                    .addKeyValue("cluster", errand.cluster())
                    .addKeyValue("requestId", errand.requestId())
                    .addKeyValue("user", caller.name())
                    .addKeyValue("as", requested.user().name())
                    .log("caller impersonates");
            return headers;
        });
    }

    private static void separate(List<Header> fromCaller, List<Header> kept, List<Header> asked) {
        for (Header header : fromCaller) {
            String name = spelling(header.name());
            if (name.startsWith(IMPERSONATE) || name.equals(IMPERSONATE_BARE)) {
                asked.add(header);
            } else if (!name.startsWith(REMOTE)) {
                kept.add(header);
            }
        }
    }

    /** The agent may impersonate whomever its callers are: with its rights, each of them could be any other. */
    private static StatusException notAsTheAgent() {
        return StatusException.forbidden("nested impersonation is not supported where callers act as the agent:"
                + " the request has an Impersonate header (kubectl --as, --as-group, --as-uid)");
    }

    /** Fails closed whatever the source of identities made of its own rules. */
    private void requireOwnIdentity(Caller caller) {
        boolean system = caller.name().startsWith("system:")
                || caller.groups().stream().anyMatch(group -> group.startsWith("system:"));
        if (system && !allowSystemIdentities) {
            throw StatusException.forbidden("users and groups that begin with system: are not impersonated");
        }
    }

    /** Servers behind other servers read {@code Impersonate_User} as {@code Impersonate-User}. */
    private static String spelling(String name) {
        return name.strip().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
