package dev.culvert.kubeconfig;

/** Names of kubeconfig entries, and how a name that somebody typed is shown in a message. */
final class Names {
    private static final int LONGEST = 512;

    private Names() {}

    /** The name itself, when a kubeconfig entry may have it. */
    static String entry(String what, String name) {
        if (name.isBlank() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " " + quote(name) + " is empty, too long or not printable");
        }
        return name;
    }

    /** In quotation marks, on one line, cut where it is long. */
    static String quote(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars().limit(80).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.append(text.length() > 80 ? "…\"" : "\"").toString();
    }
}
