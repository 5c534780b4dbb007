/** What the errors of each database say about the connection, one table per product. */
@NullMarked
package dev.cenote.physical.errors;

import org.jspecify.annotations.NullMarked;
