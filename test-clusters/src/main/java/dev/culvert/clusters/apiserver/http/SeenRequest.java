package dev.culvert.clusters.apiserver.http;

import java.util.List;
import java.util.Map;

/**
 * A request as it arrived, for tests that assert what reached the cluster and what did not.
 *
 * @param uri the request target, byte for byte
 * @param headers in the order of arrival, names as sent (in lower case over HTTP/2)
 */
public record SeenRequest(String method, String uri, List<Map.Entry<String, String>> headers) {
    public SeenRequest {
        headers = List.copyOf(headers);
    }

    /** The values of a header, whatever the case of its name. */
    public List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Without the headers: they hold credentials. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
