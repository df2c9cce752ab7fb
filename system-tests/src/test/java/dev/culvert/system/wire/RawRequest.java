package dev.culvert.system.wire;

import dev.culvert.system.rig.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes on the wire, without what depends on the target: prefix, Host and credential.
 *
 * @param path the Kubernetes request target, byte for byte
 * @param headers whole header lines
 */
public record RawRequest(String method, String path, List<String> headers, byte[] body) {

    public RawRequest {
        headers = List.copyOf(headers);
    }

    public static RawRequest request(String method, String path) {
        return new RawRequest(method, path, List.of(), new byte[0]);
    }

    public static RawRequest get(String path) {
        return request("GET", path);
    }

    public RawRequest header(String line) {
        List<String> lines = new ArrayList<>(headers);
        lines.add(line);
        return new RawRequest(method, path, lines, body);
    }

    /** With a body of a known length. */
    public RawRequest body(String type, byte[] bytes) {
        return new RawRequest(method, path, headers, bytes)
                .header("Content-Type: " + type)
                .header("Content-Length: " + bytes.length);
    }

    public RawRequest body(String type, String text) {
        return body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With a body in chunks of the given size. */
    public RawRequest chunked(String type, String text, int size) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            int length = Math.min(size, bytes.length - at);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, at, length);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new RawRequest(method, path, headers, out.toByteArray())
                .header("Content-Type: " + type)
                .header("Transfer-Encoding: chunked");
    }

    /** The bytes for that target. */
    public byte[] bytes(Target target) {
        StringBuilder head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(target.prefix())
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(target.host())
                .append(':')
                .append(target.port())
                .append("\r\n");
        target.token()
                .ifPresent(token ->
                        head.append("Authorization: Bearer ").append(token).append("\r\n"));
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        String shortPath = path.length() > 120 ? path.substring(0, 120) + "..." : path;
        String extra = headers.isEmpty() ? "" : " " + headers;
        return method + " " + shortPath + (extra.length() > 160 ? extra.substring(0, 160) + "..." : extra);
    }
}
