package dev.culvert.kubeconfig.cli;

import dev.culvert.kubeconfig.CertificateAuthority;
import dev.culvert.kubeconfig.ClientKeyPair;
import dev.culvert.kubeconfig.ClusterName;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.GatewayUrl;
import dev.culvert.kubeconfig.discovery.OwnClusters;
import dev.culvert.kubeconfig.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which clusters, at which gateway, and whom to trust for them. */
final class ClusterOptions {
    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "The gateway, such as https://gateway.example.com:8443.")
    private String gateway = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            split = ",",
            description = "The name under which a cluster is registered there; may be repeated.")
    private List<String> clusters = new ArrayList<>();

    @Option(names = "--all", description = "All clusters that the caller may use: the gateway is asked in his name.")
    private boolean all;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            defaultValue = "path",
            description = "path: https://GATEWAY/clusters/NAME. host: https://NAME.DOMAIN, for clients that drop a path"
                    + " (default: ${DEFAULT-VALUE}).")
    private String form = "";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            defaultValue = "",
            description = "The DOMAIN of the host form (default: the gateway's host name).")
    private String domain = "";

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates that sign the gateway's (default: those that the client's system trusts).")
    private @Nullable Path caFile;

    @Option(names = "--ca-reference", description = "Do not copy the certificates: let the kubeconfig name --ca-file.")
    private boolean caReference;

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Check the gateway's certificate for this name, not for the host in the URL.")
    private String tlsServerName = "";

    GatewayUrl gateway() {
        if (gateway.isEmpty()) {
            throw new IllegalArgumentException("--gateway is missing");
        }
        return GatewayUrl.parse(gateway);
    }

    /** Refuses both or none of the two ways to say which. */
    void check() {
        if (clusters.isEmpty() && !all) {
            throw new IllegalArgumentException("--cluster or --all is missing");
        }
        if (all && !clusters.isEmpty()) {
            throw new IllegalArgumentException("--cluster and --all exclude each other");
        }
        if (all && !tlsServerName.isEmpty()) {
            throw new IllegalArgumentException("--all cannot ask a gateway under --tls-server-name: name the clusters");
        }
    }

    /**
     * Those that were asked for, in this order, each once; none where the caller may use none.
     *
     * @param keyPair the caller's, with which the gateway is asked where it has to be
     * @param token gives the caller's token where there is no such
     */
    List<ClusterName> clusters(Optional<ClientKeyPair> keyPair, Supplier<Credential.Token> token) {
        if (all) {
            return keyPair.isPresent()
                    ? OwnClusters.of(gateway(), transport(keyPair.get().keyManagers()))
                    : OwnClusters.of(gateway(), token.get(), transport());
        }
        return clusters.stream().map(ClusterName::new).distinct().toList();
    }

    /** Whether more than one was asked for. */
    boolean several() {
        return all || clusters.stream().distinct().count() > 1;
    }

    String tlsServerName() {
        return tlsServerName;
    }

    String server(ClusterName cluster) {
        if (form.equals("host")) {
            return gateway().hostForm(cluster, domain);
        }
        if (!form.equals("path")) {
            throw new IllegalArgumentException("--form is path or host");
        }
        if (!domain.isEmpty()) {
            throw new IllegalArgumentException("--domain needs --form host");
        }
        return gateway().pathForm(cluster);
    }

    private Transport transport(KeyManager... keys) {
        return authority()
                .map(ca -> Transport.trusting(ca.pem(), keys))
                .orElseGet(() -> Transport.trustingTheSystem(keys));
    }

    Optional<CertificateAuthority> authority() {
        if (caReference && caFile == null) {
            throw new IllegalArgumentException("--ca-reference needs --ca-file");
        }
        return Optional.ofNullable(caFile).map(file -> CertificateAuthority.read(file, !caReference));
    }
}
