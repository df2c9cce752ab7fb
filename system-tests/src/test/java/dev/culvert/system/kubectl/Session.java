package dev.culvert.system.kubectl;

import java.nio.file.Path;

/** What is one session's own. */
record Session(String namespace, Path directory) {

    /** The text with what it leaves open filled in. */
    String place(String text, Path files, Kubectl kubectl) {
        return text.replace("@NS", namespace)
                .replace("@FILES", files.toString())
                .replace("@TMP", directory.toString())
                .replace("@PREFIX", kubectl.prefix())
                .replace("@RAW", kubectl.rawPrefix());
    }

    /** The text without what is this session's own. */
    String mask(String text) {
        return text.replace(namespace, "NAMESPACE").replace(directory.toString(), "DIRECTORY");
    }
}
