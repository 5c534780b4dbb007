/** What is measured once: a burst, a first connection, a heap. */
@NullMarked
package dev.cenote.bench.probe;

import org.jspecify.annotations.NullMarked;
