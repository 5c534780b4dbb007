/** A TCP proxy that does to its connections what networks do. */
@NullMarked
package dev.cenote.faults.proxy;

import org.jspecify.annotations.NullMarked;
