package dev.culvert.system.doctor;

import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service account of the cluster as an agent's would be, with rights of the test's choice. */
final class ServiceAccount implements AutoCloseable {
    private static final String NAME = "agent";
    private static final Pattern TOKEN = Pattern.compile("\"token\": ?\"([^\"]+)\"");

    private final Target direct = Rigs.direct();
    private final Workload workload = Workload.create("doctor");

    /**
     * Makes it, or gives it other rights.
     *
     * @param rules of a ClusterRole, as YAML in one line
     */
    ServiceAccount mayOnly(String rules) {
        workload.apply("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: agent}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: "%1$s"}
            rules: [%2$s]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: "%1$s"}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "%1$s"}
            subjects: [{kind: ServiceAccount, name: agent, namespace: "%1$s"}]
            """.formatted(workload.namespace(), rules));
        return this;
    }

    /** By which it reaches the cluster. */
    Path kubeconfig() {
        Path file = Scratch.directory("doctor").resolve("agent.kubeconfig");
        KubeconfigWriter.write(file, "agent", direct.server(), authority(), token());
        return file;
    }

    private String authority() {
        String base64 = direct.kubectl(
                        "config",
                        "view",
                        "--raw",
                        "--flatten",
                        "--minify",
                        "-o",
                        "jsonpath={.clusters[0].cluster.certificate-authority-data}")
                .run()
                .orFail()
                .out();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private String token() {
        String path = "/api/v1/namespaces/" + workload.namespace() + "/serviceaccounts/" + NAME + "/token";
        RawResponse answer = RawConnection.exchange(
                direct,
                RawRequest.request("POST", path)
                        .body(
                                "application/json",
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\"}"));
        Matcher matcher = TOKEN.matcher(answer.text());
        if (!matcher.find()) {
            throw new AssertionError("no token: " + answer);
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        direct.kubectl("delete", "clusterrolebinding,clusterrole", workload.namespace())
                .run();
        workload.close();
    }
}
