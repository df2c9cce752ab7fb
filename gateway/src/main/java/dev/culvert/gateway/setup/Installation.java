package dev.culvert.gateway.setup;

import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.SubjectNames;
import dev.culvert.gateway.pki.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a new installation shall be.
 *
 * @param hosts names and addresses at which the gateway is reached; at least one
 * @param cluster the first cluster's name; null: clusters are made later, by the administration
 * @param caller the first caller's name
 * @param impersonate whether the caller acts as itself in the cluster, and not as the agent
 * @param publicAddress where callers and agents connect
 * @param privateAddress where health is served
 * @param domain below which each cluster has a host of its own; null for none
 */
public record Installation(
        List<String> hosts,
        @Nullable String cluster,
        String caller,
        boolean impersonate,
        Address publicAddress,
        Address privateAddress,
        @Nullable String domain) {
    private static final Pattern CALLER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    public Installation {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("an installation has a host");
        }
        hosts.forEach(SubjectNames::requireLegal);
        if (domain != null) {
            SubjectNames.requireLegal(domain);
        }
        if (cluster != null) {
            ClusterConfig.requireLegal(cluster, "cluster");
        }
        if (!CALLER.matcher(caller).matches()) {
            throw new IllegalArgumentException(
                    "caller: '" + caller + "' must be letters, digits, '.', '_', '@' or '-', at most 64");
        }
    }

    /** The first cluster's name, where there is one. */
    public Optional<String> maybeCluster() {
        return Optional.ofNullable(cluster);
    }

    /** The domain, where there is one. */
    public Optional<String> maybeDomain() {
        return Optional.ofNullable(domain);
    }

    /** The hosts that lie below the domain, and could be taken for a cluster's. */
    List<String> ownHosts() {
        return hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .filter(host -> domain != null && host.endsWith("." + domain) && !host.startsWith("*"))
                .toList();
    }

    /**
     * Makes keys, certificates, tokens and the configuration, writes them, and reads the configuration back.
     *
     * @return the files' names, with what each is for
     * @throws java.nio.file.FileAlreadyExistsException where one of the files is there and {@code overwrite} is false; nothing
     *     was written then
     */
    public Map<String, String> write(Path directory, boolean overwrite, InstantSource clock) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create("Culvert gateway CA", clock);
        CertificateAuthority agents = CertificateAuthority.create("Culvert agents CA", clock);
        IssuedCertificate server = authority.issueServer(certificateNames());
        Token agent = Token.forAgent();
        Token user = Token.forCaller();
        String agentFile = "agent-" + cluster + ".token";
        String callerFile = "caller-" + caller + ".token";

        Map<String, String> files = new LinkedHashMap<>();
        files.put("ca.crt", authority.own().certificatePem());
        files.put("ca.key", authority.own().keyPem());
        files.put("agents-ca.crt", agents.own().certificatePem());
        files.put("agents-ca.key", agents.own().keyPem());
        files.put("gateway.crt", server.certificatePem());
        files.put("gateway.key", server.keyPem());
        if (cluster != null) {
            files.put(agentFile, agent.value() + "\n");
        }
        files.put(callerFile, user.value() + "\n");
        files.put("gateway.yaml", NewConfig.yaml(this, agent.sha256(), user.sha256()));
        SecretFiles.write(directory, files, overwrite);
        ConfigFile.load(directory.resolve("gateway.yaml"));

        Map<String, String> purposes = new LinkedHashMap<>();
        purposes.put("gateway.yaml", "the configuration: gateway run --config");
        purposes.put("ca.crt", "the CA that agents and callers trust");
        purposes.put("ca.key", "the CA's key; the gateway does not need it: keep it elsewhere");
        purposes.put("agents-ca.crt", "the CA of agents' certificates, which the gateway issues");
        purposes.put("agents-ca.key", "its key");
        purposes.put("gateway.crt", "the server's certificate");
        purposes.put("gateway.key", "the server's key");
        if (cluster != null) {
            purposes.put(agentFile, "the token of the agent of cluster " + cluster);
        }
        purposes.put(callerFile, "the token of caller " + caller + ", who administers the gateway");
        return purposes;
    }

    private List<String> certificateNames() {
        List<String> names = new ArrayList<>(hosts);
        if (names.contains("localhost")) {
            List.of("127.0.0.1", "::1").stream().filter(a -> !names.contains(a)).forEach(names::add);
        }
        maybeDomain().ifPresent(parent -> names.addAll(List.of(parent, "*." + parent)));
        return names.stream().distinct().toList();
    }
}
