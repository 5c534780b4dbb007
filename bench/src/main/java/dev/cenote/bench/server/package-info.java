/** Real databases with the table that is asked, and how a record's JVM comes to them. */
@NullMarked
package dev.cenote.bench.server;

import org.jspecify.annotations.NullMarked;
