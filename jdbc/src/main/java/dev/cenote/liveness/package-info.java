/**
 * Whether a connection has been closed by its server, without a round trip: sockets that can be
 * looked at. See decision 0029.
 */
@NullMarked
package dev.cenote.liveness;

import org.jspecify.annotations.NullMarked;
