/** One driver connection as the pool sees it: opening, what was changed on it, reset, errors. */
@NullMarked
package dev.cenote.physical;

import org.jspecify.annotations.NullMarked;
