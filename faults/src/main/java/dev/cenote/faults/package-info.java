/** The fault matrix as a program: which cells to run, and what becomes of their results. */
@NullMarked
package dev.cenote.faults;

import org.jspecify.annotations.NullMarked;
