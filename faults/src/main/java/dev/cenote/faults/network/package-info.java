/** Faults of a network between the pool and a real server. */
@NullMarked
package dev.cenote.faults.network;

import org.jspecify.annotations.NullMarked;
