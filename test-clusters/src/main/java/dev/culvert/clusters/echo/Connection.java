package dev.culvert.clusters.echo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script on one connection, on that connection's thread. The TCP socket is kept beside the TLS one so that a script can
 * end it the hard way.
 */
final class Connection implements Runnable {
    private final Socket tcp;
    private final Socket stream;
    private final Script script;
    private final Recording recording;
    private final Duration deadline;

    Connection(Socket tcp, Socket stream, Script script, Recording recording, Duration deadline) {
        this.tcp = tcp;
        this.stream = stream;
        this.script = script;
        this.recording = recording;
        this.deadline = deadline;
    }

    @Override
    public void run() {
        Optional<Throwable> failure = Optional.empty();
        try {
            tcp.setSoTimeout((int) deadline.toMillis());
            tcp.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(stream.getInputStream());
            OutputStream out = stream.getOutputStream();
            for (Step step : script.steps()) {
                perform(step, in, out);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Optional.of(e);
        } finally {
            close();
            recording.close(failure);
        }
    }

    private void perform(Step step, InputStream in, OutputStream out) throws IOException, InterruptedException {
        if (step instanceof Step.Send send) {
            out.write(send.bytes());
            out.flush();
        } else if (step instanceof Step.ReadRequest) {
            readBody(readHead(in), in);
        } else if (step instanceof Step.ReadHead) {
            readHead(in);
        } else if (step instanceof Step.ReadBytes read) {
            readExactly(in, read.count());
        } else if (step instanceof Step.ReadToEnd) {
            copy(in, OutputStream.nullOutputStream());
        } else if (step instanceof Step.Echo) {
            copy(in, out);
        } else if (step instanceof Step.Signal signal) {
            signal.latch().countDown();
        } else if (step instanceof Step.Await await) {
            awaitLatch(await.latch());
        } else if (step instanceof Step.Reset) {
            tcp.setSoLinger(true, 0);
            tcp.close();
        } else if (step instanceof Step.Cut) {
            tcp.close();
        }
    }

    private void awaitLatch(CountDownLatch latch) throws IOException, InterruptedException {
        if (!latch.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the test did not let the script go on in time");
        }
    }

    private String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) readByte(in));
        }
        return head.toString();
    }

    private void readBody(String head, InputStream in) throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String line : head.split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            readChunks(in);
        } else {
            readExactly(in, length);
        }
    }

    private void readChunks(InputStream in) throws IOException {
        int size;
        do {
            String line = readLine(in).split(";", 2)[0].strip();
            size = Integer.parseInt(line, 16);
            readExactly(in, size);
            if (size > 0) {
                readLine(in);
            }
        } while (size > 0);
        // Trailers, up to the empty line.
        String trailer = readLine(in);
        while (!trailer.isEmpty()) {
            trailer = readLine(in);
        }
    }

    private String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
            line.append((char) readByte(in));
        }
        return line.substring(0, line.length() - 2);
    }

    private int readByte(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the connection ended inside a request");
        }
        recording.add(new byte[] {(byte) value}, 0, 1);
        return value;
    }

    private void readExactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        recording.add(bytes, 0, bytes.length);
        if (bytes.length < count) {
            throw new EOFException("the connection ended inside a body");
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            recording.add(buffer, 0, read);
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    private void close() {
        try {
            if (!tcp.isClosed()) {
                stream.close();
            }
            tcp.close();
        } catch (IOException e) {
            // It has ended either way; the script's own failure is what counts.
        }
    }
}
