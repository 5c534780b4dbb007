/** Slots: numbered positions that outlive connections, each one atomic state word. */
@NullMarked
package dev.cenote.core.slot;

import org.jspecify.annotations.NullMarked;
