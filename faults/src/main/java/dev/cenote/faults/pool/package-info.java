/** The pools that are compared, one class each. */
@NullMarked
package dev.cenote.faults.pool;

import org.jspecify.annotations.NullMarked;
