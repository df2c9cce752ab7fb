package dev.culvert.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks of this room with JMH and writes a page of them. */
@Command(
        name = "micro",
        description = "Measures the tunnel's parts by themselves, with JMH, and writes a page in Markdown.",
        mixinStandardHelpOptions = true)
public final class MicroCommand implements Callable<Integer> {
    private static final String PAGE = "micro.md";

    @Option(names = "--quick", description = "One JVM and three seconds for each, in place of three and fifteen.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Those whose names it is found in: Codec, Flow, Scheduler, Exchange.")
    private String only = "";

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the page goes.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path page = output.resolve(PAGE);
        Files.writeString(page, new MicroBenchmarks(quick, only, output).page());
        System.err.println("The page is " + page);
        return CommandLine.ExitCode.OK;
    }
}
