package dev.culvert.benchmarks.load;

/** Which HTTP callers speak. */
public enum Protocol {
    HTTP1("h1", "HTTP/1.1"),
    HTTP2("h2", "HTTP/2");

    private final String key;
    private final String words;

    Protocol(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** A word for it in names of trials. */
    public String key() {
        return key;
    }

    @Override
    public String toString() {
        return words;
    }
}
