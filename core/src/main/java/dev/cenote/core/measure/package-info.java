/** How long things took: recorded without a lock, read as distributions. */
@NullMarked
package dev.cenote.core.measure;

import org.jspecify.annotations.NullMarked;
