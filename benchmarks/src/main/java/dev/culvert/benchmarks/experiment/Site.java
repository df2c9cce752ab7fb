package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.backend.SyntheticBackend;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What an experiment is made with.
 *
 * @param network where its programs run
 * @param certificates for servers that need one
 * @param toolbox programs that are not ours
 * @param repository the checkout, with everything built
 * @param directory its own, empty; for configuration, keys and logs
 * @param progress is told what runs, line by line
 */
public record Site(
        Network network,
        Certificates certificates,
        Toolbox toolbox,
        Path repository,
        Path directory,
        Consumer<String> progress) {

    /** Makes the files of a gateway at the centre. */
    Gateway gateway() {
        return Gateway.init(repository, network.centre(), directory.resolve("gateway"));
    }

    /** Starts a backend at the edge. */
    SyntheticBackend backend() throws IOException {
        return SyntheticBackend.start(
                network.edge(), certificates, toolbox, Files.createDirectory(directory.resolve("backend")));
    }

    /** Where a program's output goes. */
    Path log(String name) {
        return directory.resolve(name + ".log");
    }
}
