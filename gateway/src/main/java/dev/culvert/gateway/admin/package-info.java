/**
 * The administration: what the gateway knows, as objects over HTTPS below {@code /apis/culvert.dev/v1}, in the manner of a
 * Kubernetes API; and each caller's own view. Documented by {@code /openapi/culvert.json}, which is made of the same table of
 * routes that answers.
 *
 * <p>Reading is answered from the directory, and changes go to the store. A caller of one of the administrators' groups may do
 * everything; everybody else only what is said to be for every caller. Here a 404 means that there is no such object.
 *
 * <p>On the event loop of the caller's connection.
 */
@NullMarked
package dev.culvert.gateway.admin;

import org.jspecify.annotations.NullMarked;
