/**
 * The client matrix: clients that others wrote, run direct and through a gateway in both forms of its addresses, and compared
 * by named cases. A case that fails on every way alike says nothing about Culvert; one that differs is a defect.
 *
 * <p>Its subjects are clients with a small program of ours, kubectl in a session of commands, and Kubernetes' own end-to-end
 * tests.
 *
 * <p>A client with a program is a directory beside this source tree with two scripts. {@code install VARIANT DIRECTORY} brings the client
 * by its own package manager; {@code run VARIANT DIRECTORY NAMESPACE} runs the program with the kubeconfig that the
 * environment names. The program prints lines of JSON on its standard output: {@code {"version": ...}} first, then {@code
 * {"case": ..., "ok": ..., "detail": ...}} for each case, {@code {"end": true}} last; all else that it prints is not read.
 * The detail is all that must be the same on every way.
 */
@NullMarked
package dev.culvert.system.clients;

import org.jspecify.annotations.NullMarked;
