package dev.culvert.kubeconfig.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/**
 * What the command sees of its process.
 *
 * @param environment gives a variable's value; empty where it is not set
 */
record Surroundings(UnaryOperator<String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    void warn(String text) {
        err.println("kubeconfig-gen: warning: " + text);
    }

    void warnExpired(String certificate) {
        warn("the certificate of " + certificate + " has expired");
    }
}
