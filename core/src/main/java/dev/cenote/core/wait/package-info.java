/** Who waits, in order of arrival, each resolved exactly once. */
@NullMarked
package dev.cenote.core.wait;

import org.jspecify.annotations.NullMarked;
