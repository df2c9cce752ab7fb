package dev.culvert.clusters.echo;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** One thing that a scripted upstream does on a connection. */
public sealed interface Step {
    /** Reads one request: its head, and its body by Content-Length or chunked coding. */
    record ReadRequest() implements Step {}

    /** Reads a request's head only and leaves what follows unread. */
    record ReadHead() implements Step {}

    /** Reads exactly so many bytes, recorded as the rest is. */
    record ReadBytes(int count) implements Step {}

    /** Reads until the other side ends its direction. */
    record ReadToEnd() implements Step {}

    /** Sends exactly these bytes, each character (ISO 8859-1) one byte, in one write. */
    record Send(String text) implements Step {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Waits until the test lets it go on; the upstream's deadline applies. */
    record Await(CountDownLatch latch) implements Step {}

    /** Lets the test know that the script has come this far. */
    record Signal(CountDownLatch latch) implements Step {}

    /** Echoes everything that arrives until the other side ends. */
    record Echo() implements Step {}

    /** Ends with RST, without TLS's farewell. */
    record Reset() implements Step {}

    /** Ends the TCP connection without TLS's farewell, as a broken peer does. */
    record Cut() implements Step {}

    static Step readRequest() {
        return new ReadRequest();
    }

    static Step readHead() {
        return new ReadHead();
    }

    static Step readBytes(int count) {
        return new ReadBytes(count);
    }

    static Step readToEnd() {
        return new ReadToEnd();
    }

    /** Sends text as ISO 8859-1: each character is one byte. */
    static Step send(String text) {
        return new Send(text);
    }

    static Step send(byte[] bytes) {
        return new Send(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static Step await(CountDownLatch latch) {
        return new Await(latch);
    }

    static Step signal(CountDownLatch latch) {
        return new Signal(latch);
    }

    static Step echo() {
        return new Echo();
    }

    static Step reset() {
        return new Reset();
    }

    static Step cut() {
        return new Cut();
    }
}
