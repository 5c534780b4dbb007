/** What is measured: rows, numbers, aims. */
@NullMarked
package dev.cenote.bench.row;

import org.jspecify.annotations.NullMarked;
