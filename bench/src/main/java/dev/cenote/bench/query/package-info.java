/** Queries of real databases through a pool. */
@NullMarked
package dev.cenote.bench.query;

import org.jspecify.annotations.NullMarked;
