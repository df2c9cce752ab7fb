/**
 * The HTTP side of the stand-in: routes, bodies, answers. Everything runs on the one event loop of the server's own Vert.x,
 * so no state needs a lock.
 */
@NullMarked
package dev.culvert.clusters.apiserver.http;

import org.jspecify.annotations.NullMarked;
