/** What is known and undone of the driver's connections. */
@NullMarked
package dev.cenote.physical;

import org.jspecify.annotations.NullMarked;
