/** Chores: expiry, keepalive, trim and refill, run by the housekeeper. */
@NullMarked
package dev.cenote.core.upkeep;

import org.jspecify.annotations.NullMarked;
