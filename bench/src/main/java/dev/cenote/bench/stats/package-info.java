/** The arithmetic of the comparison. */
@NullMarked
package dev.cenote.bench.stats;

import org.jspecify.annotations.NullMarked;
