package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The three steps from which people learn pooling. The demo runs them and shows them: this file is
 * a resource too, and what is shown lies between the marks "step" and "end". The README shows the
 * same.
 */
final class FirstSteps {

  private final UsersTable users;

  FirstSteps(UsersTable users) {
    this.users = users;
  }

  private Rows query(Connection connection) throws SQLException {
    return users.ask(connection);
  }

  /** Step "create". */
  CenoteDataSource create(String url) {
    // step: create
    CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(url) // postgresql://app@localhost/orders, or any jdbc: URL
            .poolSize(5) // so many connections are kept
            .maxOverflow(10) // so many more may be open under load
            .build();
    // end
    return pool;
  }

  /** Step "borrow". */
  Rows borrow(CenoteDataSource pool) throws SQLException {
    Rows rows;
    // step: borrow
    Connection connection = pool.getConnection(); // borrowed, not opened
    try {
      rows = query(connection);
    } finally {
      connection.close(); // given back, not closed
    }
    // end
    return rows;
  }

  /** Step "with". */
  Rows with(CenoteDataSource pool) throws SQLException {
    Rows rows;
    // step: with
    try (Connection connection = pool.getConnection()) {
      rows = query(connection);
    } // given back, whatever happened
    // end
    return rows;
  }
}
