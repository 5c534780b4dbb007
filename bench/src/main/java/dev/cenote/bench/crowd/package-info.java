/** Many threads on few connections: waits, fairness, cost. */
@NullMarked
package dev.cenote.bench.crowd;

import org.jspecify.annotations.NullMarked;
