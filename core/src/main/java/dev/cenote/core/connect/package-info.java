/** The only door to the pooled resource, and when to knock on it. */
@NullMarked
package dev.cenote.core.connect;

import org.jspecify.annotations.NullMarked;
