/**
 * Finds what does not work in a gateway's installation: its files, ports and store, the providers that it asks, and the clusters
 * behind it. {@link dev.culvert.gateway.doctor.Doctor} changes nothing. Blocks, and so is for a command, never for an event loop.
 */
@NullMarked
package dev.culvert.gateway.doctor;

import org.jspecify.annotations.NullMarked;
