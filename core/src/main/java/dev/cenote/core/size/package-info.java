/** How many connections are wanted, and how many are permitted. */
@NullMarked
package dev.cenote.core.size;

import org.jspecify.annotations.NullMarked;
