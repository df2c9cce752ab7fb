package dev.culvert.kubeconfig;

import java.nio.file.Path;
import java.time.Duration;

/** A process that merges one entry after the other, and says so on standard output, until it is killed or has done them. */
final class MergeForever {
    private MergeForever() {}

    public static void main(String[] arguments) {
        KubeconfigFile file = new KubeconfigFile(Path.of(arguments[0]), Duration.ofSeconds(60));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String name = arguments[1] + "-" + i;
            file.update((document, isNew) ->
                    document.with(Samples.access(name, name, name, Samples.token("token-of-" + name)), false));
            System.out.println(name);
        }
    }
}
