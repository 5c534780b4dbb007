/** Who holds the connections, and what that says. */
@NullMarked
package dev.cenote.report;

import org.jspecify.annotations.NullMarked;
