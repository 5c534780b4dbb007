/** What a fault is, what is measured of it, and what came out. */
@NullMarked
package dev.cenote.faults.cell;

import org.jspecify.annotations.NullMarked;
