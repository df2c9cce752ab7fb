package dev.culvert.system.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection over a long line: every byte comes out a fixed time after it went in, and as many are under way
 * as fit. It knows no loss; what waits for answers along the way shows nevertheless.
 */
final class LongLine {

    /** At a tenth of a second, 640 MB/s: more than any program here sends. */
    private static final int CAPACITY = 64 << 20;

    private static final int CHUNK = 64 * 1024;

    private record Chunk(long due, byte[] bytes) {}

    private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(CAPACITY);
    private final Duration delay;

    LongLine(Duration delay) {
        this.delay = delay;
    }

    /** Takes in until the end, which goes the same way. The other thread is {@link #writeTo}'s. */
    void readFrom(Socket from) throws IOException {
        byte[] buffer = new byte[CHUNK];
        InputStream in = from.getInputStream();
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                room.acquireUninterruptibly(count);
                add(Arrays.copyOf(buffer, count));
            }
        } finally {
            add(new byte[0]);
        }
    }

    /** Gives out until the end. */
    void writeTo(Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        for (Chunk chunk = take(); chunk.bytes().length > 0; chunk = take()) {
            out.write(chunk.bytes());
            room.release(chunk.bytes().length);
        }
    }

    private void add(byte[] bytes) {
        underWay.add(new Chunk(System.nanoTime() + delay.toNanos(), bytes));
    }

    private Chunk take() throws IOException {
        try {
            Chunk chunk = underWay.take();
            for (long left = left(chunk); left > 0; left = left(chunk)) {
                LockSupport.parkNanos(left);
            }
            return chunk;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static long left(Chunk chunk) {
        return chunk.due() - System.nanoTime();
    }
}
