/** The pools that are compared, one class each, at their production defaults. */
@NullMarked
package dev.cenote.bench.pool;

import org.jspecify.annotations.NullMarked;
