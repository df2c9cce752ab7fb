/**
 * What the administration changes, in SQL: one file of SQLite, or PostgreSQL, with one schema and one set of queries.
 *
 * <p>Nothing on a request's way asks the database. What it holds is read into the
 * {@link dev.culvert.gateway.directory.CurrentDirectory} at the start, after each change of this gateway, and when a counter
 * shows that somebody else has changed something. While the database cannot be reached the directory stays as it is, and changes
 * fail with 503.
 *
 * <p>Every change moves that counter first, in its transaction, and so holds its row: changes happen one after the other,
 * whichever gateway makes them. The counter's value is the version of what was changed.
 *
 * <p>Blocking work has threads of its own, a bounded queue, and a deadline.
 */
@NullMarked
package dev.culvert.gateway.store;

import org.jspecify.annotations.NullMarked;
