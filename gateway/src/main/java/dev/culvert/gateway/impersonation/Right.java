package dev.culvert.gateway.impersonation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to impersonate one part of an identity, in the words of RBAC.
 *
 * @param group of the API; empty for the core
 * @param subresource the key of an extra; otherwise empty
 * @param namespace of a service account; otherwise empty
 * @param name of the user, group, ...; the value of an extra
 */
record Right(String group, String resource, String subresource, String namespace, String name) {
    private static final String AUTHENTICATION = "authentication.k8s.io";

    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";

    /** As {@code serviceaccount.SplitUsername} has it; anything else that begins so is an ordinary user's name. */
    private static final Pattern SERVICE_ACCOUNT =
            Pattern.compile("system:serviceaccount:(" + LABEL + "):(" + LABEL + "(?:\\." + LABEL + ")*)");

    static Right user(String name) {
        Matcher account = SERVICE_ACCOUNT.matcher(name);
        boolean legal = account.matches()
                && account.group(1).length() <= 63
                && account.group(2).length() <= 253;
        return legal
                ? new Right("", "serviceaccounts", "", account.group(1), account.group(2))
                : new Right("", "users", "", "", name);
    }

    static Right group(String name) {
        return new Right("", "groups", "", "", name);
    }

    static Right uid(String uid) {
        return new Right(AUTHENTICATION, "uids", "", "", uid);
    }

    static Right extra(String key, String value) {
        return new Right(AUTHENTICATION, "userextras", key, "", value);
    }

    /** The version under which the API server asks for it. */
    String version() {
        return group.isEmpty() ? "" : "v1";
    }

    /**
     * Why it is refused, in kube-apiserver's words.
     *
     * @param reason of the cluster's authorizer; may be empty
     */
    String refusal(String caller, String reason) {
        String qualified = group.isEmpty() ? resource : resource + "." + group;
        String object = name.isEmpty() ? "" : " " + quoted(name);
        String what = subresource.isEmpty() ? resource : resource + "/" + subresource;
        String where = namespace.isEmpty() ? "at the cluster scope" : "in the namespace " + quoted(namespace);
        return qualified + object + " is forbidden: User " + quoted(caller) + " cannot impersonate resource "
                + quoted(what) + " in API group " + quoted(group) + " " + where
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
