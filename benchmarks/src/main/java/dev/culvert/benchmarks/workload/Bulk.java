package dev.culvert.benchmarks.workload;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.load.Curl;
import dev.culvert.benchmarks.load.Protocol;
import dev.culvert.benchmarks.load.Transfer;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One large body on one connection, down and up. */
final class Bulk implements Workload {

    private final Curl curl;

    Bulk(Toolbox toolbox) {
        this.curl = new Curl(toolbox);
    }

    @Override
    public String key() {
        return "bulk";
    }

    @Override
    public String title() {
        return "One large body through a service's proxy";
    }

    @Override
    public List<Trial> trials(boolean quick) {
        Trial down = new Download(Protocol.HTTP1);
        Trial up = new Upload(Protocol.HTTP1);
        return quick ? List.of(down, up) : List.of(down, up, new Download(Protocol.HTTP2), new Upload(Protocol.HTTP2));
    }

    private static Reading reading(Transfer transfer) {
        return new Reading(Map.of(Metric.THROUGHPUT, transfer.throughput()), transfer.bytes() / 1e6, "megabyte");
    }

    /** The same body in every round. */
    private final class Download implements Trial {
        private final Protocol protocol;

        Download(Protocol protocol) {
            this.protocol = protocol;
        }

        @Override
        public String key() {
            return "download-" + protocol.key();
        }

        @Override
        public String title() {
            return "Download over " + protocol;
        }

        @Override
        public boolean suits(Backend backend) {
            return backend.download().isPresent();
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) {
            return reading(
                    curl.download(protocol, route.endpoint(), backend.download().orElseThrow()));
        }
    }

    /** The same body in every round, until it is answered. */
    private final class Upload implements Trial {
        private final Protocol protocol;

        Upload(Protocol protocol) {
            this.protocol = protocol;
        }

        @Override
        public String key() {
            return "upload-" + protocol.key();
        }

        @Override
        public String title() {
            return "Upload over " + protocol;
        }

        @Override
        public boolean suits(Backend backend) {
            return backend.upload().isPresent();
        }

        @Override
        public Reading run(Backend backend, Route route, Duration time) throws IOException {
            return reading(
                    curl.upload(protocol, route.endpoint(), backend.upload().orElseThrow()));
        }
    }
}
