/** The {@code cenote} command: its entry, its help, and what it says when something goes wrong. */
@NullMarked
package dev.cenote.cli;

import org.jspecify.annotations.NullMarked;
