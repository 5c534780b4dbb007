/** The rules of style that a compiler does not know, each a {@link Check}; a test runs them all. */
@NullMarked
package dev.cenote.build.tidy;

import org.jspecify.annotations.NullMarked;
