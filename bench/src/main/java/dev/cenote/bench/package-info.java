/** Measures what a pool costs, beside other pools: JMH benchmarks and a runner of paired rounds. */
@NullMarked
package dev.cenote.bench;

import org.jspecify.annotations.NullMarked;
