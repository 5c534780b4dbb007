/**
 * Databases for tests and for the demo that need nothing installed: a real PostgreSQL, H2, SQLite
 * and the fake one, behind one interface.
 */
@NullMarked
package dev.cenote.testkit.database;

import org.jspecify.annotations.NullMarked;
