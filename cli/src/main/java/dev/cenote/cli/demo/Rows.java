package dev.cenote.cli.demo;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What queries have read, so that two runs can be compared.
 *
 * @param count how many rows
 * @param checksum of what was in them
 */
record Rows(long count, long checksum) {

  static final Rows NONE = new Rows(0, 0);

  /** Reads all rows of users. */
  static Rows read(ResultSet users) throws SQLException {
    long count = 0;
    long checksum = 0;
    while (users.next()) {
      count++;
      checksum += users.getInt(1);
      checksum = checksum * 31 + users.getString(2).hashCode();
      checksum = checksum * 31 + users.getString(3).hashCode();
    }
    return new Rows(count, checksum);
  }

  Rows plus(Rows other) {
    return new Rows(count + other.count, checksum + other.checksum);
  }
}
