package dev.culvert.gateway.front;

import dev.culvert.gateway.status.StatusException;

/** What may stand where a cluster's name is expected. Whether such a cluster exists is not asked here. */
final class ClusterName {
    private static final int MAX_LENGTH = 63;

    private ClusterName() {}

    /**
     * Throws 400 for anything that is no single, unencoded path segment. Names that merely break the grammar of cluster names
     * pass: they are refused like unknown clusters, with the same words.
     */
    static void check(String name) {
        boolean plain = !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && !name.equals(".")
                && !name.equals("..")
                && isPlain(name);
        if (!plain) {
            throw StatusException.badRequest("the path names no cluster");
        }
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPlain(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
