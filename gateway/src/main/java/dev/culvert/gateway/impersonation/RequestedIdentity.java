package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * As whom a caller asks to act ({@code kubectl --as}), read from its header lines as
 * <a href="https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/filters/impersonation">kube-apiserver</a> reads
 * them.
 *
 * @param user who it would be in the cluster
 * @param rights what the caller needs, one for each part of that identity, in the order in which the API server asks for them
 */
record RequestedIdentity(Caller user, List<Right> rights) {
    /** Each costs a question to the cluster; people name one or two. */
    static final int MAX_RIGHTS = 100;

    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";

    RequestedIdentity {
        rights = List.copyOf(rights);
    }

    /**
     * Empty where the lines ask for nobody, which is what an empty user alone means to the API server.
     *
     * @param lines the caller's {@code Impersonate-*} lines. Throws {@link StatusException} 400 for those that name no user, and
     *     403 for a line that no API server knows: a caller that acts as itself where it asked to be somebody else does damage
     */
    static Optional<RequestedIdentity> of(List<Header> lines) {
        Parts parts = new Parts();
        lines.forEach(parts::add);
        return parts.identity();
    }

    private static final class Parts {
        /** The first line counts, as Go's {@code Header.Get} has it. */
        private final List<String> users = new ArrayList<>();

        private final List<String> uids = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private final Map<String, List<String>> extra = new LinkedHashMap<>();

        void add(Header line) {
            String name = line.name().toLowerCase(Locale.ROOT);
            String value = HeaderText.decode(line.value());
            if (name.equals(USER)) {
                users.add(value);
            } else if (name.equals(GROUP)) {
                groups.add(value);
            } else if (name.equals(UID)) {
                uids.add(value);
            } else if (name.startsWith(EXTRA)) {
                String key = HeaderText.unescape(name.substring(EXTRA.length()));
                extra.computeIfAbsent(key, first -> new ArrayList<>()).add(value);
            } else {
                throw StatusException.forbidden("the request has an Impersonate header that no API server knows");
            }
        }

        Optional<RequestedIdentity> identity() {
            String user = users.isEmpty() ? "" : users.get(0);
            String uid = uids.isEmpty() ? "" : uids.get(0);
            if (user.isEmpty()) {
                if (!groups.isEmpty() || !extra.isEmpty() || !uid.isEmpty()) {
                    throw StatusException.badRequest(
                            "requested groups, a uid or extra (kubectl --as-group, --as-uid) without impersonating a user");
                }
                return Optional.empty();
            }
            List<Right> rights = new ArrayList<>();
            rights.add(Right.user(user));
            groups.forEach(group -> rights.add(Right.group(group)));
            extra.forEach((key, values) -> values.forEach(value -> rights.add(Right.extra(key, value))));
            if (!uid.isEmpty()) {
                rights.add(Right.uid(uid));
            }
            if (rights.size() > MAX_RIGHTS) {
                throw StatusException.forbidden("the request impersonates more than " + MAX_RIGHTS
                        + " users, groups and extra values together");
            }
            return Optional.of(
                    new RequestedIdentity(new Caller(user, uid.isEmpty() ? null : uid, groups, extra), rights));
        }
    }
}
