/**
 * What JMH measures on a pool: a cycle, a statement, a unit of work; and how much CPU time that
 * takes. The comparison of pools, which runs them too, is the package speed.
 */
@NullMarked
package dev.cenote.bench;

import org.jspecify.annotations.NullMarked;
