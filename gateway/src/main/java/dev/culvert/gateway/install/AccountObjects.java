package dev.culvert.gateway.install;

import static dev.culvert.gateway.install.Meta.map;
import static dev.culvert.gateway.install.Meta.object;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Namespace, service account, and the Secret that the agent reads. */
final class AccountObjects {
    static final String TOKEN = "token";
    static final String AUTHORITIES = "ca.crt";
    static final String PROXY = "https-proxy";

    private AccountObjects() {}

    static List<Map<String, Object>> of(ManifestParameters parameters) {
        Map<String, Object> labels = Meta.labels();
        labels.put("pod-security.kubernetes.io/enforce", "restricted");
        Map<String, Object> account = object("v1", "ServiceAccount", parameters.namespace());
        account.put("automountServiceAccountToken", false);
        Map<String, Object> secret = object("v1", "Secret", parameters.namespace());
        secret.put("type", "Opaque");
        Map<String, Object> data = map(TOKEN, base64(parameters.token()));
        parameters.authorities().ifPresent(pem -> data.put(AUTHORITIES, base64(pem)));
        parameters.proxy().ifPresent(url -> data.put(PROXY, base64(url)));
        secret.put("data", data);
        return List.of(object("v1", "Namespace", parameters.namespace(), labels), account, secret);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
