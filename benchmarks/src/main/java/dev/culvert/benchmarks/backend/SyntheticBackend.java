package dev.culvert.benchmarks.backend;

import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import dev.culvert.benchmarks.process.Program;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** nginx with files that look like an API server's answers: fast enough for the way to it to show. */
public final class SyntheticBackend implements Backend {

    private static final String CONFIGMAPS = "/api/v1/namespaces/bench/configmaps";
    private static final String SERVICE = "/api/v1/namespaces/bench/services/web/proxy";
    private static final String WATCH = "/api/v1/watch/namespaces/bench/configmaps";
    private static final int SMALL = 2 * 1024;
    private static final int LIST = 5_000_000;
    private static final long DOWNLOAD = 256L << 20;

    private final Daemon nginx;
    private final Daemon events;
    private final Endpoint endpoint;
    private final Path kubeconfig;

    private SyntheticBackend(Daemon nginx, Daemon events, Endpoint endpoint, Path kubeconfig) {
        this.nginx = nginx;
        this.events = events;
        this.endpoint = endpoint;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts it.
     *
     * @param directory its own
     * @throws IllegalStateException when it does not come up
     */
    public static SyntheticBackend start(Place place, Certificates certificates, Toolbox toolbox, Path directory)
            throws IOException {
        int port = Ports.free();
        int eventsPort = Ports.free();
        writeBodies(directory);
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(place, port, eventsPort, certificates, directory));
        List<String> line = List.of(
                toolbox.require("nginx"),
                "-e",
                directory.resolve("error.log").toString(),
                "-p",
                directory.toString(),
                "-c",
                configuration.toString());
        Daemon events = Daemon.start(
                "events",
                place.command(Program.line("events", "--address=" + place.address(), "--port=" + eventsPort)),
                Map.of(),
                directory.resolve("events.log"));
        Daemon nginx = Daemon.start(
                "nginx", place.command(line), toolbox.environment("nginx"), directory.resolve("nginx.log"));
        try {
            events.awaitListening(place.address(), eventsPort);
            nginx.awaitListening(place.address(), port);
        } catch (RuntimeException e) {
            nginx.close();
            events.close();
            throw e;
        }
        URI base = URI.create("https://" + place.address() + ":" + port);
        Path kubeconfig = directory.resolve("kubeconfig");
        KubeconfigWriter.write(
                kubeconfig, "synthetic", base, Files.readString(certificates.authority()), "never-looked-at");
        return new SyntheticBackend(
                nginx,
                events,
                new Endpoint(base, certificates.authority(), Optional.of("never-looked-at")),
                kubeconfig);
    }

    @Override
    public String key() {
        return "synthetic";
    }

    @Override
    public String description() {
        return "nginx, which serves files of the size of an API server's answers";
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public List<Daemon> daemons() {
        return List.of(nginx, events);
    }

    @Override
    public String small() {
        return CONFIGMAPS + "/small";
    }

    @Override
    public String list() {
        return CONFIGMAPS;
    }

    @Override
    public Optional<String> download() {
        return Optional.of(SERVICE + "/download");
    }

    @Override
    public Optional<Sink> upload() {
        return Optional.of(new Sink("PUT", SERVICE + "/upload/body"));
    }

    @Override
    public Optional<String> watch(int period) {
        return Optional.of(WATCH + "?watch=true&period=" + period);
    }

    @Override
    public void close() {
        nginx.close();
        events.close();
    }

    private static void writeBodies(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("small.json"), ConfigMaps.one("small", SMALL).toString());
        byte[] list = ConfigMaps.list(LIST).toString().getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("list.json"), list);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("list.json.gz")))) {
            out.write(list);
        }
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("download").toFile(), "rw")) {
            file.setLength(DOWNLOAD);
        }
        Files.createDirectories(directory.resolve("upload"));
    }

    private static String configuration(
            Place place, int port, int eventsPort, Certificates certificates, Path directory) {
        return """
            daemon off;
            user root;
            worker_processes auto;
            worker_rlimit_nofile 65536;
            pid %3$s/nginx.pid;
            events { worker_connections 16384; }
            http {
                access_log off;
                default_type application/json;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
                client_body_temp_path %3$s/body;
                proxy_temp_path %3$s/proxy;
                fastcgi_temp_path %3$s/fastcgi;
                uwsgi_temp_path %3$s/uwsgi;
                scgi_temp_path %3$s/scgi;
                ssl_certificate %4$s;
                ssl_certificate_key %5$s;
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_session_cache shared:tls:10m;
                open_file_cache max=100 inactive=1h;
                server {
                    listen %1$s:%2$d ssl http2 reuseport backlog=8192;
                    client_max_body_size 0;
                    client_body_buffer_size 256k;
                    http2_max_concurrent_streams 1024;
                    location = %6$s/small { alias %3$s/small.json; }
                    location = %6$s { alias %3$s/list.json; gzip_static on; }
                    location = %7$s/download { alias %3$s/download; }
                    location = %8$s {
                        proxy_pass http://%1$s:%9$d;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                        proxy_read_timeout 1h;
                    }
                    location %7$s/upload/ { alias %3$s/upload/; dav_methods PUT; }
                }
            }
            """.formatted(
                        place.address(),
                        port,
                        directory,
                        certificates.certificate(),
                        certificates.key(),
                        CONFIGMAPS,
                        SERVICE,
                        WATCH,
                        eventsPort);
    }
}
