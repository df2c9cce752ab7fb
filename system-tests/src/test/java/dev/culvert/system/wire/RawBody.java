package dev.culvert.system.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A response body that is read as it comes. */
public final class RawBody {

    private final RawHead head;
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private BodyEnd end = BodyEnd.BROKEN;
    private boolean over;

    RawBody(RawHead head, InputStream in, boolean answersHead) {
        this.head = head;
        this.in = in;
        this.chunked = head.first("transfer-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("chunked");
        int status = head.status();
        if (answersHead || status == 204 || status == 304 || status == 101) {
            finish(BodyEnd.NONE);
        } else if (chunked) {
            left = 0;
        } else {
            left = head.first("content-length").map(Long::parseLong).orElse(-1L);
            if (left == 0) {
                finish(BodyEnd.LENGTH);
            }
        }
    }

    public RawHead head() {
        return head;
    }

    /** How the body ended; BROKEN as well while it has not ended yet. */
    public BodyEnd end() {
        return end;
    }

    public boolean over() {
        return over;
    }

    /** Bytes read, at least 1, or -1 when the body is over, cleanly or not. */
    public int read(byte[] into) {
        try {
            if (over) {
                return -1;
            }
            if (chunked && left == 0 && !nextChunk()) {
                return -1;
            }
            int n = in.read(into, 0, left < 0 ? into.length : (int) Math.min(left, into.length));
            if (n < 0) {
                finish(left < 0 ? BodyEnd.CLOSED : BodyEnd.BROKEN);
                return -1;
            }
            taken(n);
            return n;
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("nothing came in time", e);
        } catch (IOException e) {
            finish(BodyEnd.BROKEN);
            return -1;
        }
    }

    /** Reads until the text has been seen or the body is over; answers what was read. */
    public String readUntil(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 14];
        while (!bytes.toString(StandardCharsets.UTF_8).contains(text)) {
            int n = read(piece);
            if (n < 0) {
                break;
            }
            bytes.write(piece, 0, n);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Reads to the end and throws the bytes away; answers how many there were. */
    public long drain() {
        byte[] piece = new byte[1 << 16];
        long total = 0;
        for (int n = read(piece); n >= 0; n = read(piece)) {
            total += n;
        }
        return total;
    }

    private void taken(int n) throws IOException {
        if (left > 0) {
            left -= n;
            if (left == 0 && chunked) {
                line();
            } else if (left == 0) {
                finish(BodyEnd.LENGTH);
            }
        }
    }

    private boolean nextChunk() throws IOException {
        String size = line();
        int extension = size.indexOf(';');
        left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
        if (left > 0) {
            return true;
        }
        while (!line().isEmpty()) {
            // trailers
        }
        finish(BodyEnd.LAST_CHUNK);
        return false;
    }

    private void finish(BodyEnd how) {
        end = how;
        over = true;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("ended inside the chunked coding");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }
}
