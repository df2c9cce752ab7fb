package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.line.Line;
import dev.culvert.benchmarks.line.Quality;
import dev.culvert.benchmarks.load.Curl;
import dev.culvert.benchmarks.load.Protocol;
import dev.culvert.benchmarks.load.Transfer;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One large body over a long line, down and up. */
public final class LongLine implements Workload {

    /** Its key: it runs on a stand of its own. */
    public static final String KEY = "wan";

    private static final int[] ROUND_TRIPS = {50, 150};
    private static final int[] MEGABITS = {100, 1_000};
    private static final double[] LOSSES = {0, 1};
    private static final double SECONDS = 4;
    private static final int MOST = 128 << 20;
    // Nobody gets all of a line that loses packets.
    private static final int MOST_WITH_LOSS = 16 << 20;

    private final Curl curl;
    private final Line line;
    private final String congestion;

    /** Runs on a stand whose edge is at the end of that line. */
    public LongLine(Toolbox toolbox, Line line) {
        this.curl = new Curl(toolbox);
        this.line = line;
        this.congestion = Line.congestionControl();
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public String title() {
        return "One large body over a long line (TCP " + congestion + ")";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        if (quick) {
            Quality clean = new Quality(50, 1_000, 0);
            return List.of(new Body(clean, true), new Body(clean, false), new Body(new Quality(50, 100, 1), true));
        }
        List<Trial> trials = new ArrayList<>();
        for (double loss : LOSSES) {
            for (int roundTrip : ROUND_TRIPS) {
                for (int megabits : MEGABITS) {
                    Quality quality = new Quality(roundTrip, megabits, loss);
                    trials.add(new Body(quality, true));
                    trials.add(new Body(quality, false));
                }
            }
        }
        return trials;
    }

    /** As much as the line carries in some seconds, over a new connection. */
    private final class Body implements Trial {
        private final Quality quality;
        private final boolean down;

        Body(Quality quality, boolean down) {
            this.quality = quality;
            this.down = down;
        }

        @Override
        public String key() {
            return (down ? "download-" : "upload-") + quality.key();
        }

        @Override
        public String title() {
            return (down ? "Download, " : "Upload, ") + quality;
        }

        @Override
        public boolean suits(Backend backend) {
            return down ? backend.download().isPresent() : backend.upload().isPresent();
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            line.set(quality);
            long bytes = bytes();
            Transfer transfer = down
                    ? curl.download(
                            Protocol.HTTP1, route.endpoint(), backend.download().orElseThrow(), bytes)
                    : curl.upload(
                            Protocol.HTTP1, route.endpoint(), backend.upload().orElseThrow(), bytes);
            return new Reading(Map.of(Metric.THROUGHPUT, transfer.throughput()), transfer.bytes() / 1e6, "megabyte");
        }

        private long bytes() {
            double carried = SECONDS * quality.bytesPerSecond(!congestion.startsWith("bbr"));
            return (long) Math.min(carried, quality.lossPercent() == 0 ? MOST : MOST_WITH_LOSS);
        }
    }
}
