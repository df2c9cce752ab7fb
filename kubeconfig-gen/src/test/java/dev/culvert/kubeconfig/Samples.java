package dev.culvert.kubeconfig;

import org.jspecify.annotations.Nullable;

/** Accesses and documents that several tests start from. */
final class Samples {
    /** What another tool could have written: unknown fields, comments, odd scalars, an alias, its own order. */
    static final String FOREIGN = """
            # kept by hand
            kind: Config
            apiVersion: v1
            preferences:
              colors: true
            x-unknown: {deep: [1, 2.50, 0x1F, 1e3, ~, "no"]}
            users:
            - user:
                client-certificate-data: &cert Zm9v
                client-key-data: *cert
              name: production-admin # do not touch
            - name: sso
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: sso
                  env:
                  - {name: REGION, value: "007"}
                  installHint: |
                    Install sso:
                      do this
                  provideClusterInfo: false
            current-context: production
            contexts:
            - context: {cluster: production, user: production-admin, namespace: shop}
              name: production
            clusters:
            - cluster:
                server: https://10.0.0.1:6443
                certificate-authority-data: Zm9v
                proxy-url: socks5://localhost:1080
                extensions:
                - name: minikube
                  extension: {last-update: "Thu, 01 Jan 1970", version: v1.2}
              name: production
            extensions:
            - name: editor
              extension: {folded: 'it''s'}
            """;

    private Samples() {}

    static Credential.Token token(String value) {
        return new Credential.Token(value);
    }

    static ClusterAccess edge(@Nullable Credential credential) {
        return access("edge-1", "edge-1", "edge-1", credential);
    }

    static ClusterAccess access(String cluster, String context, String user, @Nullable Credential credential) {
        GatewayUrl gateway = GatewayUrl.parse("https://gw.example.com:8443");
        return new ClusterAccess(
                gateway, gateway.pathForm(new ClusterName(cluster)), context, user, "", "", null, credential);
    }
}
