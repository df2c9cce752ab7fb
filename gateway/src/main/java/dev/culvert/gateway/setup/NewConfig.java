package dev.culvert.gateway.setup;

import java.util.List;
import java.util.stream.Collectors;

/** The text of a new {@code gateway.yaml}: written by hand, for people to go on with. */
final class NewConfig {
    private NewConfig() {}

    static String yaml(Installation installation, String agentSha256, String callerSha256) {
        String domain = installation
                .maybeDomain()
                .map(name -> "  domain: " + quoted(name) + "\n" + hosts(installation.ownHosts()))
                .orElse("  # domain: clusters.example.com    # each cluster also at NAME.clusters.example.com\n");
        return """
                # Configuration of a Culvert gateway. Tokens are kept by their SHA-256 alone:
                #   printf %%s "$TOKEN" | sha256sum

                # Clusters, tokens, callers and rules that are made over HTTPS are kept here, beside those in this file.
                store:
                  file: culvert.db

                public:
                  address: %s
                  tls:
                    certificate: gateway.crt
                    key: gateway.key
                %sprivate:
                  address: %s

                # Agents get a certificate for their token, and come with that where TLS reaches this gateway.
                agentCertificates:
                  ca: agents-ca.crt
                  key: agents-ca.key

                # What culvert install-link and its like say of this gateway to an agent. Without caFile it trusts public authorities.
                install:
                  caFile: ca.crt

                %scallers:
                  - name: %s
                    groups: ["culvert:admins"]    # administers the gateway
                    tokens:
                      - sha256: %s
                    access:
                      # mode agent: with the rights of the agent's service account;
                      # mode impersonate: as the caller, with the rights that the cluster's RBAC gives to it.
                      - clusters: ["*"]
                        mode: %s
                """.formatted(
                        quoted(installation.publicAddress().toString()),
                        domain,
                        quoted(installation.privateAddress().toString()),
                        installation
                                .maybeCluster()
                                .map(name -> clusters(name, agentSha256))
                                .orElse(""),
                        quoted(installation.caller()),
                        quoted(callerSha256),
                        installation.impersonate() ? "impersonate" : "agent");
    }

    private static String clusters(String name, String agentSha256) {
        return """
                clusters:
                  - name: %s
                    agentTokens:
                      - sha256: %s

                """.formatted(quoted(name), quoted(agentSha256));
    }

    private static String hosts(List<String> own) {
        return own.isEmpty()
                ? ""
                : own.stream()
                        .map(NewConfig::quoted)
                        .collect(Collectors.joining(", ", "  hosts: [", "]    # never a cluster's\n"));
    }

    /** None of the values has a quote, a backslash or a control character: their patterns do not allow it. */
    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
