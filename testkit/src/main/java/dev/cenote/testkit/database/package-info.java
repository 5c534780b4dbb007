/**
 * Databases for tests and for the demo, behind one interface: a real PostgreSQL, H2, SQLite,
 * HSQLDB, Derby and the fake one, which need nothing installed; a real MariaDB where the machine
 * has one; and whatever else has a URL or a DataSource.
 */
@NullMarked
package dev.cenote.testkit.database;

import org.jspecify.annotations.NullMarked;
