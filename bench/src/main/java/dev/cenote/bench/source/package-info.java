/** What the bench makes itself to be asked for connections. */
@NullMarked
package dev.cenote.bench.source;

import org.jspecify.annotations.NullMarked;
