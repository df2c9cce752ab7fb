/**
 * Replays each exchange against the one kube-apiserver that the agent is configured for, and streams the answer back.
 *
 * <p>Ordinary requests go over shared HTTP/2 connections ({@link dev.culvert.agent.replay.Http2Pool}); upgrades, and everything
 * else where the server has no HTTP/2, over an HTTP/1.1 connection of their own ({@link
 * dev.culvert.agent.replay.Http1Replay}). Nothing follows redirects, decompresses, buffers a body or has a deadline but for
 * connecting.
 *
 * <p><b>Threading.</b> An exchange is replayed on its own event loop, over connections of that same event loop: there is one
 * pool for each event-loop thread, and its state is touched by that thread alone.
 */
@NullMarked
package dev.culvert.agent.replay;

import org.jspecify.annotations.NullMarked;
