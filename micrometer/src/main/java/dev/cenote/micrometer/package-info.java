/** Binds a pool's numbers to a Micrometer registry. */
@NullMarked
package dev.cenote.micrometer;

import org.jspecify.annotations.NullMarked;
