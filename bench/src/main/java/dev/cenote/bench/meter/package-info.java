/**
 * What a piece of work took of the machine, what others took meanwhile, and how far apart the
 * processors were.
 */
@NullMarked
package dev.cenote.bench.meter;

import org.jspecify.annotations.NullMarked;
