package dev.cenote.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the next query gets its connection from; the query closes it. */
@FunctionalInterface
interface Connections {
  Connection get() throws SQLException;
}
