package dev.culvert.gateway.install;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a manifest is made of.
 *
 * @param cluster the name by which the gateway knows the cluster; for people to read, the token decides
 * @param namespace that is made, and that everything but the RBAC objects is in
 * @param image reference of the agent's image
 * @param token the agent's token
 * @param authorities PEM certificates that verify the gateways; empty: the public authorities
 * @param proxy URL of an HTTP proxy on the way to the gateways, which may have a password
 * @param replicas 1 to 10
 * @param priorityClass which must exist; empty: the cluster's default
 * @param disruptionBudget the version of {@code policy} that the cluster has
 */
public record ManifestParameters(
        String cluster,
        String namespace,
        String image,
        Gateways gateways,
        String token,
        Optional<String> authorities,
        Optional<String> proxy,
        Rights rights,
        int replicas,
        Optional<String> priorityClass,
        PolicyVersion disruptionBudget) {
    /** Where the agent runs unless somebody says otherwise. */
    public static final String NAMESPACE = "culvert-system";

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /** The image where somebody names none, in the same version as the gateway. */
    public static String defaultImage(String version) {
        return "docker.io/culvert/cluster-proxy:" + version;
    }

    /** Versions of the API group {@code policy}. */
    public enum PolicyVersion {
        /** Since Kubernetes 1.21. */
        V1("policy/v1"),
        /** Until Kubernetes 1.24. */
        V1BETA1("policy/v1beta1");

        private final String apiVersion;

        PolicyVersion(String apiVersion) {
            this.apiVersion = apiVersion;
        }

        String apiVersion() {
            return apiVersion;
        }
    }

    public ManifestParameters {
        Names.requireLabel("the cluster", cluster);
        Names.requireLabel("the namespace", namespace);
        Names.requireImage("the image", image);
        priorityClass.ifPresent(name -> Names.requireSubdomain("the priority class", name));
        if (!TOKEN.matcher(token).matches()) {
            throw new InvalidManifestException("the token must be one line of printable characters without blanks");
        }
        if (!authorities.orElse("-----BEGIN CERTIFICATE-----").contains("-----BEGIN CERTIFICATE-----")) {
            throw new InvalidManifestException("the gateway's authorities are no PEM certificates");
        }
        if (authorities.orElse("").contains("PRIVATE KEY")) {
            throw new InvalidManifestException("a private key is among the gateway's authorities");
        }
        if (!proxy.map(ManifestParameters::isProxy).orElse(true)) {
            throw new InvalidManifestException("the proxy must be http://[USER:PASSWORD@]HOST:PORT, or https://");
        }
        if (replicas < 1 || replicas > 10) {
            throw new InvalidManifestException("there can be 1 to 10 replicas, not " + replicas);
        }
    }

    private static boolean isProxy(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Without token and proxy, which are secrets. */
    @Override
    public String toString() {
        return "ManifestParameters[cluster=" + cluster + ", namespace=" + namespace + ", gateways=" + gateways.urls()
                + "]";
    }
}
