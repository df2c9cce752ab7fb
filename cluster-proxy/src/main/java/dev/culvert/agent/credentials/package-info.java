/**
 * Where the kube-apiserver is, and how the agent proves who it is: from the pod's service account, or from a kubeconfig.
 * Files are read off the event loop and again on a short period; whoever makes a request takes {@link
 * dev.culvert.agent.credentials.Credentials#current} at that moment, on any thread. Nothing here prints a secret.
 */
@NullMarked
package dev.culvert.agent.credentials;

import org.jspecify.annotations.NullMarked;
