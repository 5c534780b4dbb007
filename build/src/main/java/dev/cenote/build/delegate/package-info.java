/**
 * Writes the source of the JDBC delegates, {@code dev.cenote.delegate} in the module {@code jdbc}.
 */
@NullMarked
package dev.cenote.build.delegate;

import org.jspecify.annotations.NullMarked;
