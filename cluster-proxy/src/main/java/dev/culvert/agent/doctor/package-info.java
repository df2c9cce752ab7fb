/**
 * Finds what does not work between the gateway and the API server: {@link dev.culvert.agent.doctor.Doctor} walks the way of an
 * agent, hop by hop, and says what it met. Blocks, and so is for a command, never for an event loop.
 */
@NullMarked
package dev.culvert.agent.doctor;

import org.jspecify.annotations.NullMarked;
