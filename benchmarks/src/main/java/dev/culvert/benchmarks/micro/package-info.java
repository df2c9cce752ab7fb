/**
 * What the parts of the tunnel cost by themselves, without sockets and TLS: JMH benchmarks of the codec, the flow arithmetic, the
 * scheduler, and of whole exchanges in memory. They know the tunnel and nothing else of this module.
 */
@NullMarked
package dev.culvert.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
