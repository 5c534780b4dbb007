/** What a reader sees: streams, tables, bars, times, and a line that changes while time passes. */
@NullMarked
package dev.cenote.cli.terminal;

import org.jspecify.annotations.NullMarked;
