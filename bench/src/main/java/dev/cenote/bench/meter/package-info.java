/** What a piece of work took of the machine, and what others took meanwhile. */
@NullMarked
package dev.cenote.bench.meter;

import org.jspecify.annotations.NullMarked;
