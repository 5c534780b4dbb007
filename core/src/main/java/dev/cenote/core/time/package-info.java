/** Injected time: the only source of time and of delayed work in the engine. */
@NullMarked
package dev.cenote.core.time;

import org.jspecify.annotations.NullMarked;
