/** Writes what happens in a pool to the application's log. */
@NullMarked
package dev.cenote.log;

import org.jspecify.annotations.NullMarked;
