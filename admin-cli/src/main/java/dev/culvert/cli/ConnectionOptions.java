package dev.culvert.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach the gateway. */
final class ConnectionOptions {
    @Option(names = "--server", paramLabel = "URL", description = "the gateway; else CULVERT_SERVER")
    @Nullable
    String server;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates that verify it; else CULVERT_CA_FILE")
    @Nullable
    Path caFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "your token; else CULVERT_TOKEN, or CULVERT_TOKEN_FILE")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "has server, caFile and tokenFile; else CULVERT_CLI_CONFIG, or ~/.config/culvert/config.yaml")
    @Nullable
    Path config;
}
