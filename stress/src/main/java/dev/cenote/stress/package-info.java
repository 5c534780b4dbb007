/** Runs the stress tests and says what came of them. */
@NullMarked
package dev.cenote.stress;

import org.jspecify.annotations.NullMarked;
