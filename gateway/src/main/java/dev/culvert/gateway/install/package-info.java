/**
 * What is applied to a cluster so that its agent runs there: {@link dev.culvert.gateway.install.Manifest}, of typed parameters,
 * as objects and as YAML. Values reach the text through a YAML writer alone, never through a template. A leaf; no threads, no I/O.
 *
 * <p>{@code charts/cluster-proxy} and {@code deploy/kustomize} say the same in other tools' words; a test holds them to it.
 */
@NullMarked
package dev.culvert.gateway.install;

import org.jspecify.annotations.NullMarked;
