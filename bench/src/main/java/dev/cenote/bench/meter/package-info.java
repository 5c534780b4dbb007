/**
 * What a piece of work took of the machine, what others took meanwhile, and how far apart the
 * processors were; and a wait by the same clock.
 */
@NullMarked
package dev.cenote.bench.meter;

import org.jspecify.annotations.NullMarked;
