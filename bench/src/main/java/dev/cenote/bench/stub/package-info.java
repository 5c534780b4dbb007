/** A JDBC driver that does nothing, as fast as possible: what remains is the pool. */
@NullMarked
package dev.cenote.bench.stub;

import org.jspecify.annotations.NullMarked;
