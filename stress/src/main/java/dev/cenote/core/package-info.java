/** The hand-off of the engine, alone and under stress; here, so as to reach what is not public. */
@NullMarked
package dev.cenote.core;

import org.jspecify.annotations.NullMarked;
