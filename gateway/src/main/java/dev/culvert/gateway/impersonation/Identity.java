package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.Grant;
import dev.culvert.gateway.authz.Mode;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sets as whom a request acts in the cluster. */
public final class Identity {
    /** By prefix, which also catches headers that a later Kubernetes invents. */
    private static final String IMPERSONATE = "impersonate-";

    private static final String IMPERSONATE_BARE = "impersonate";

    /** By which a front proxy tells a kube-apiserver who the user is. */
    private static final String REMOTE = "x-remote-";

    private final boolean allowSystemIdentities;

    /**
     * @param allowSystemIdentities whether a caller's user or groups may begin with {@code system:}
     */
    public Identity(boolean allowSystemIdentities) {
        this.allowSystemIdentities = allowSystemIdentities;
    }

    /**
     * The headers to send: the caller's without those that speak for an identity ({@code X-Remote-*}), and with those that the
     * gateway adds for the grant behind them. Call it last, after hop-by-hop headers and the caller's credential are gone.
     *
     * <p>Throws {@link StatusException} 403 where the caller sent an {@code Impersonate-*} header itself, and where its
     * identity cannot or must not be expressed in headers.
     */
    public List<Header> apply(List<Header> fromCaller, Caller caller, Grant grant) {
        List<Header> headers = new ArrayList<>(fromCaller.size() + 4);
        for (Header header : fromCaller) {
            String name = spelling(header.name());
            if (name.startsWith(IMPERSONATE) || name.equals(IMPERSONATE_BARE)) {
                throw StatusException.forbidden(
                        "nested impersonation is not supported: the request has an Impersonate header"
                                + " (kubectl --as, --as-group, --as-uid)");
            }
            if (!name.startsWith(REMOTE)) {
                headers.add(header);
            }
        }
        if (grant.mode() == Mode.IMPERSONATE) {
            requireOwnIdentity(caller);
            ImpersonationHeaders.of(caller, headers);
        }
        return headers;
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
