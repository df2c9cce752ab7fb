package dev.culvert.gateway.install;

import java.util.regex.Pattern;

/** What Kubernetes takes for a name. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    /** RBAC's own names may have anything that a path segment can have. */
    private static final Pattern ROLE = Pattern.compile("(?!\\.{1,2}$)[^/%\\s\\p{Cntrl}]{1,253}");

    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,1024}");
    /** Keys arrive in header names, and are lower case in the cluster. */
    private static final Pattern EXTRA_KEY = Pattern.compile("[a-z0-9!#$&'+.^_`|~/-]{1,253}");

    private Names() {}

    static void requireLabel(String what, String value) {
        require(LABEL, what, value);
    }

    static void requireSubdomain(String what, String value) {
        require(SUBDOMAIN, what, value);
    }

    static void requireRole(String what, String value) {
        require(ROLE, what, value);
    }

    static void requireImage(String what, String value) {
        require(IMAGE, what, value);
    }

    static void requireText(String what, String value) {
        require(TEXT, what, value);
    }

    static void requireExtraKey(String what, String value) {
        require(EXTRA_KEY, what, value);
    }

    private static void require(Pattern pattern, String what, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidManifestException(what + " cannot be '" + value + "'");
        }
    }
}
