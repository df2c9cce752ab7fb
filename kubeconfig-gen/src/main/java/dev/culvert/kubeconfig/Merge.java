package dev.culvert.kubeconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Puts one access into one document: its cluster, its user and its context, in this order. */
record Merge(Mapping root, ClusterAccess access, boolean force) {
    private static final List<String> TRUST = List.of(
            "certificate-authority", "certificate-authority-data", "insecure-skip-tls-verify", "tls-server-name");
    private static final Set<String> CREDENTIALS = Set.of(
            "token",
            "tokenFile",
            "exec",
            "auth-provider",
            "username",
            "password",
            "client-certificate",
            "client-certificate-data",
            "client-key",
            "client-key-data");

    Mapping apply() {
        if (!force) {
            refuseAnotherClustersContext();
            refuseAnotherUsersCredential();
        }
        Mapping merged = NamedEntries.clusters(root).put(access.context(), cluster());
        if (access.credential() != null) {
            merged = NamedEntries.users(merged).put(access.user(), user(access.credential()));
        } else if (user().isEmpty()) {
            throw new KubeconfigException("user " + Names.quote(access.user())
                    + " is not there yet: give a credential, such as --token-file");
        }
        return NamedEntries.contexts(merged).put(access.context(), context());
    }

    private void refuseAnotherClustersContext() {
        Optional<String> ofEntry = server(access.context());
        Optional<String> ofContext = NamedEntries.contexts(root)
                .find(access.context())
                .map(context -> server(context.text("cluster")).orElse(""));
        for (Optional<String> server : List.of(ofContext, ofEntry)) {
            if (server.isPresent() && !server.get().equals(access.server())) {
                throw new KubeconfigException("context " + Names.quote(access.context()) + " is there and leads to "
                        + (server.get().isEmpty() ? "nowhere" : Names.quote(server.get()))
                        + "; choose another name with --context, or replace it with --force");
            }
        }
    }

    /** A new token for the same gateway is the ordinary case; somebody else's way into another cluster is not. */
    private void refuseAnotherUsersCredential() {
        Optional<Mapping> before = user();
        if (access.credential() == null || before.isEmpty()) {
            return;
        }
        List<Mapping> uses = NamedEntries.contexts(root).bodies().stream()
                .filter(context -> context.text("user").equals(access.user()))
                .toList();
        boolean ours = !uses.isEmpty() && uses.stream().allMatch(use -> atThisGateway(server(use.text("cluster"))));
        if (!ours && holdsCredential(before.get())) {
            throw new KubeconfigException(
                    "user " + Names.quote(access.user())
                            + " is there and not for this gateway alone; choose another name with --user, or replace it with --force");
        }
    }

    private static boolean holdsCredential(Mapping user) {
        return CREDENTIALS.stream().anyMatch(key -> user.get(key).isPresent());
    }

    private boolean atThisGateway(Optional<String> server) {
        return server.filter(
                        url -> url.equals(access.server()) || access.gateway().serves(url))
                .isPresent();
    }

    private Optional<String> server(String clusterEntry) {
        return NamedEntries.clusters(root).find(clusterEntry).map(cluster -> cluster.text("server"));
    }

    private Optional<Mapping> user() {
        return NamedEntries.users(root).find(access.user());
    }

    private Mapping cluster() {
        Mapping before = NamedEntries.clusters(root).find(access.context()).orElseGet(() -> Mapping.empty(root.json()));
        boolean elsewhere = !before.text("server").equals(access.server());
        // What was trusted there must not be trusted here.
        Mapping kept = elsewhere ? before.without(TRUST) : before;
        Mapping trusting = access.caOrNone().map(ca -> trusting(kept, ca)).orElse(kept);
        Mapping named =
                access.tlsServerName().isEmpty() ? trusting : trusting.with("tls-server-name", access.tlsServerName());
        return Mark.put(named, access.gateway()).with("server", access.server());
    }

    private static Mapping trusting(Mapping cluster, CertificateAuthority ca) {
        return ca.embedded()
                ? cluster.without(List.of("certificate-authority", "insecure-skip-tls-verify"))
                        .with("certificate-authority-data", ca.base64())
                : cluster.without(List.of("certificate-authority-data", "insecure-skip-tls-verify"))
                        .with("certificate-authority", ca.reference());
    }

    private Mapping user(Credential credential) {
        Mapping before = user().orElseGet(() -> Mapping.empty(root.json()));
        return Mark.put(holding(before, credential), access.gateway());
    }

    private static Mapping holding(Mapping before, Credential credential) {
        if (credential instanceof Credential.Token token) {
            return before.without(credentialsBut("token")).with("token", token.value());
        }
        if (credential instanceof Credential.TokenFile file) {
            return before.without(credentialsBut("tokenFile"))
                    .with("tokenFile", file.file().toString());
        }
        if (credential instanceof Credential.ClientCertificate pair) {
            String certificate = pair.embedded() ? "client-certificate-data" : "client-certificate";
            String key = pair.embedded() ? "client-key-data" : "client-key";
            return before.without(credentialsBut(certificate, key))
                    .with(certificate, pair.certificate())
                    .with(key, pair.key());
        }
        return before.without(credentialsBut("exec"))
                .with("exec", exec(before.mapping("exec"), (Credential.Exec) credential));
    }

    private static Mapping exec(Mapping before, Credential.Exec exec) {
        // The environment and hints of the same program stay; another program gets none of them.
        Mapping kept = before.text("command").equals(exec.command()) ? before : Mapping.empty(before.json());
        List<Node> arguments = exec.arguments().stream().map(kept::scalar).toList();
        Mapping named = kept.with("apiVersion", exec.apiVersion()).with("command", exec.command());
        Mapping complete = arguments.isEmpty() ? named.without(List.of("args")) : named.with("args", arguments);
        return complete.with("interactiveMode", exec.interactiveMode());
    }

    private static List<String> credentialsBut(String... kept) {
        List<String> others = new ArrayList<>(CREDENTIALS);
        others.removeAll(List.of(kept));
        return others;
    }

    private Mapping context() {
        Mapping before = NamedEntries.contexts(root).find(access.context()).orElseGet(() -> Mapping.empty(root.json()));
        Mapping context = Mark.put(before.with("cluster", access.context()), access.gateway());
        Mapping placed = access.namespace().isEmpty() ? context : context.with("namespace", access.namespace());
        return placed.with("user", access.user());
    }
}
