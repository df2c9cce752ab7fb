package dev.culvert.kubeconfig.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs beside the tests: the JDK's keytool makes certificates; kubectl, where there is one, reads the result. */
final class Keytool {
    private Keytool() {}

    /** A self-signed certificate that is valid from so many days from now, for so many days. */
    static Path certificate(Path directory, String name, int startDays, int validDays) throws IOException {
        Path store = directory.resolve(name + ".p12");
        Path pem = directory.resolve(name + ".pem");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        lines(
                tool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-startdate",
                (startDays < 0 ? "" : "+") + startDays + "d",
                "-validity",
                Integer.toString(validDays));
        lines(
                tool,
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                pem.toString());
        Files.delete(store);
        return pem;
    }

    /** Whether there is a kubectl; says so on standard output where there is none. */
    static boolean kubectlIsThere(String test) {
        try {
            lines("kubectl", "version", "--client");
            return true;
        } catch (IOException e) {
            System.out.println("SKIPPED " + test + ": no kubectl on the path");
            return false;
        }
    }

    static List<String> lines(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output.lines().toList();
    }
}
