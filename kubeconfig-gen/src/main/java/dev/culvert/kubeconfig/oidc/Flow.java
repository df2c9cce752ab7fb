package dev.culvert.kubeconfig.oidc;

/** A way to log a person in. */
@FunctionalInterface
interface Flow {
    /** Waits for the person, within a deadline of its own. */
    Tokens login(Provider provider);
}
