/** A pool's events in a flight recording. Without the module jdk.jfr it does nothing. */
@NullMarked
package dev.cenote.jfr;

import org.jspecify.annotations.NullMarked;
