/** The comparison of pools: a resumable matrix of records, and its page. */
@NullMarked
package dev.cenote.bench.speed;

import org.jspecify.annotations.NullMarked;
