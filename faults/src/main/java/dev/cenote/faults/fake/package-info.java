/** Faults of a driver that does what it is told: the pools' logic alone. */
@NullMarked
package dev.cenote.faults.fake;

import org.jspecify.annotations.NullMarked;
