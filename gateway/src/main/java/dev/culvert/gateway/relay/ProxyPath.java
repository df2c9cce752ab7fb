package dev.culvert.gateway.relay;

/** Whether a target leads through the API server to a service, pod or node, whose answers are not the API server's own. */
final class ProxyPath {
    private ProxyPath() {}

    /** Reads {@code /api/v1/[namespaces/NS/](services|pods)/NAME/proxy} and {@code /api/v1/nodes/NAME/proxy}. */
    static boolean matches(String target) {
        int query = target.indexOf('?');
        String[] segments = (query < 0 ? target : target.substring(0, query)).split("/", -1);
        if (segments.length < 6 || !segments[1].equals("api")) {
            return false;
        }
        if (segments[3].equals("nodes")) {
            return segments[5].equals("proxy");
        }
        return segments.length >= 8
                && segments[3].equals("namespaces")
                && (segments[5].equals("services") || segments[5].equals("pods"))
                && segments[7].equals("proxy");
    }
}
