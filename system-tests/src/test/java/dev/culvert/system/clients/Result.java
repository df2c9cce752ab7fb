package dev.culvert.system.clients;

/**
 * What one case came to on one way.
 *
 * @param detail as JSON, with what no two runs share masked
 */
record Result(boolean ok, String detail) {

    static final Result MISSING = new Result(false, "the program ended before it");

    @Override
    public String toString() {
        return (ok ? "ok " : "failed ") + detail;
    }
}
