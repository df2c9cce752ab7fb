package dev.culvert.kubeconfig.oidc;

/** Tells the person what to do, on a channel that is not the answer's. Any thread. */
@FunctionalInterface
public interface Prompt {
    void say(String line);
}
