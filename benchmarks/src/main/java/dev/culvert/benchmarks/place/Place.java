package dev.culvert.benchmarks.place;

import java.util.ArrayList;
import java.util.List;

/**
 * One end of the line between a centre and a cluster.
 *
 * @param address the IP address at which programs that run here are reached from both ends
 * @param prefix what comes before the command line of a program that runs here, to put it into its network; may be empty
 */
public record Place(String address, List<String> prefix) {
    public Place {
        prefix = List.copyOf(prefix);
    }

    /** The command line that runs a program here. */
    public List<String> command(List<String> line) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(line);
        return whole;
    }
}
