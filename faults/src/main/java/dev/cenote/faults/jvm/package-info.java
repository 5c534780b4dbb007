/** Faults of the machine that the pool lives on, and the end of a pool. */
@NullMarked
package dev.cenote.faults.jvm;

import org.jspecify.annotations.NullMarked;
