package dev.culvert.kubeconfig.credential;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;

/**
 * What a client says of itself in {@code KUBERNETES_EXEC_INFO}.
 *
 * @param apiVersion of the answer that it waits for
 * @param interactive whether a person is there. Clients before 1.22, and those that say nothing, are taken to have one: a
 *     login has a deadline
 */
public record ExecInfo(String apiVersion, boolean interactive) {
    private static final int LARGEST = 1024 * 1024;

    public ExecInfo {
        ExecCredential.requireKnown(apiVersion);
    }

    /**
     * Reads the variable's value.
     *
     * @param text empty where the variable is not set
     * @param apiVersion of the answer where the client names none
     */
    public static ExecInfo parse(String text, String apiVersion) {
        if (text.isEmpty()) {
            return new ExecInfo(apiVersion, true);
        }
        try {
            if (!text.stripLeading().startsWith("{")) {
                // The parser takes a list for a map of pairs.
                throw new ParseException("no object", 0);
            }
            Map<String, Object> info = JSONObjectUtils.parse(text, LARGEST);
            Map<String, Object> spec = JSONObjectUtils.getJSONObject(info, "spec");
            boolean interactive = spec == null || !Boolean.FALSE.equals(spec.get("interactive"));
            String named = JSONObjectUtils.getString(info, "apiVersion");
            return new ExecInfo(named == null ? apiVersion : named, interactive);
        } catch (ParseException e) {
            throw new IllegalArgumentException("KUBERNETES_EXEC_INFO is not an ExecCredential in JSON", e);
        }
    }
}
