/**
 * What the agent is told by its command line and environment: immutable, validated, without secrets in any text form. A leaf:
 * depends on no other room. No threads, no I/O but checks that named files exist.
 */
@NullMarked
package dev.culvert.agent.config;

import org.jspecify.annotations.NullMarked;
