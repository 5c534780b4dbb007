/** The door to the pool: a DataSource, its bean properties and its builder. */
@NullMarked
package dev.cenote;

import org.jspecify.annotations.NullMarked;
