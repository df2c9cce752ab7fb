package dev.culvert.agent.certificate;

import io.vertx.core.net.KeyCertOptions;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What is shown in a TLS handshake: the certificate of its moment, to a peer that names its issuer. To any other, such as a load
 * balancer with authorities of its own, the agent has none. Any thread.
 */
public final class CurrentCertificate extends X509ExtendedKeyManager {
    private volatile @Nullable Shown current;
    /** A handshake may have chosen it a moment ago. */
    private volatile @Nullable Shown before;

    private int count;

    private record Shown(String alias, AgentKey key) {}

    /** For the options of a client. */
    public KeyCertOptions options() {
        return KeyCertOptions.wrap(this);
    }

    /** From now on this one; empty: none. */
    synchronized void use(Optional<AgentKey> key) {
        before = current;
        current = key.map(next -> new Shown("agent-" + count++, next)).orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Shown shown = current;
        if (shown == null || issuers == null) {
            return null;
        }
        Principal mine = shown.key().certificate().getIssuerX500Principal();
        return Stream.of(issuers).anyMatch(mine::equals) ? shown.alias() : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(types, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return find(alias).map(key -> new X509Certificate[] {key.certificate()}).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return find(alias).map(AgentKey::key).orElse(null);
    }

    private Optional<AgentKey> find(String alias) {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(before))
                .flatMap(Optional::stream)
                .filter(shown -> shown.alias().equals(alias))
                .map(Shown::key)
                .findFirst();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        Shown shown = current;
        return shown == null ? null : new String[] {shown.alias()};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
