/**
 * The agent's certificate: a key that never leaves the process, or the directory that it is told to keep it in, signed by the
 * gateway in exchange for the agent's token, and renewed before it ends. Shown wherever a gateway asks for it; the token goes
 * along, and counts where TLS ends before the gateway.
 *
 * <p>Any thread; keys, signatures and files on workers.
 */
@NullMarked
package dev.culvert.agent.certificate;

import org.jspecify.annotations.NullMarked;
