package dev.culvert.kubeconfig;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way to a cluster through the gateway: what becomes a {@code cluster}, a {@code user} and a {@code context}.
 *
 * @param gateway whose users and clusters may be brought up to date without being asked twice
 * @param server the cluster's URL at the gateway
 * @param context name of the context, and of the cluster entry
 * @param user name of the user entry
 * @param namespace of the context; empty: leave what is there
 * @param tlsServerName the name that the gateway's certificate is checked for; empty: leave what is there
 * @param authority null: leave what is there, or the system's
 * @param credential null: the user entry is there already
 */
public record ClusterAccess(
        GatewayUrl gateway,
        String server,
        String context,
        String user,
        String namespace,
        String tlsServerName,
        @Nullable CertificateAuthority authority,
        @Nullable Credential credential) {
    public ClusterAccess {
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(server, "server");
        Names.entry("context name", context);
        Names.entry("user name", user);
        if (!namespace.isEmpty() && !ClusterName.isLabel(namespace)) {
            throw new IllegalArgumentException("namespace " + Names.quote(namespace) + " is not a DNS-1123 label");
        }
        if (!tlsServerName.matches("[A-Za-z0-9.:-]*")) {
            throw new IllegalArgumentException("TLS server name " + Names.quote(tlsServerName) + " is not a host name");
        }
    }

    Optional<CertificateAuthority> caOrNone() {
        return Optional.ofNullable(authority);
    }

    Optional<Credential> credentialOrNone() {
        return Optional.ofNullable(credential);
    }
}
