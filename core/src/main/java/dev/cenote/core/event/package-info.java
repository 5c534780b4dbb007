/** What happened in a pool, told to listeners outside any lock. */
@NullMarked
package dev.cenote.core.event;

import org.jspecify.annotations.NullMarked;
