/** The least that a pool must do, written by hand: a lower bound, not a pool to use. */
@NullMarked
package dev.cenote.bench.floor;

import org.jspecify.annotations.NullMarked;
