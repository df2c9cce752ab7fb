package dev.culvert.kubeconfig.credential;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The plugin's answer. */
public final class ExecCredential {
    /** Known to every client since 1.11. */
    public static final String V1BETA1 = "client.authentication.k8s.io/v1beta1";

    /** Known to clients since 1.22. */
    public static final String V1 = "client.authentication.k8s.io/v1";

    private ExecCredential() {}

    static void requireKnown(String apiVersion) {
        if (!Set.of(V1, V1BETA1).contains(apiVersion)) {
            throw new IllegalArgumentException("the client speaks another version of exec credentials than " + V1
                    + " and " + V1BETA1 + ": change apiVersion in the kubeconfig");
        }
    }

    /** JSON on one line. Holds the secret. */
    public static String render(IssuedToken token, String apiVersion) {
        requireKnown(apiVersion);
        Map<String, Object> status = new LinkedHashMap<>();
        // Go's metav1.Time reads whole seconds, as it writes them.
        status.put(
                "expirationTimestamp",
                token.renew().truncatedTo(ChronoUnit.SECONDS).toString());
        status.put("token", token.value());
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("apiVersion", apiVersion);
        credential.put("kind", "ExecCredential");
        credential.put("status", status);
        return JSONObjectUtils.toJSONString(credential);
    }
}
