package dev.cenote.handle;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What goes in and out of columns: an array or a cursor in one must not lead past the handle. */
final class ColumnValue {

  private ColumnValue() {}

  /** What a borrower gets for a value of the driver. */
  static @Nullable Object handleOf(CenoteConnection connection, @Nullable Object value)
      throws SQLException {
    if (value instanceof Array array) {
      return new CenoteArray(connection, array);
    }
    return value instanceof ResultSet rows
        ? connection.track(new LooseRows(connection, rows))
        : value;
  }

  /** The same for a value that was asked for as a type; a driver's own class stays what it is. */
  static <T> @Nullable T handleOf(CenoteConnection connection, @Nullable T value, Class<T> type)
      throws SQLException {
    return type == Array.class || type == ResultSet.class || type == Object.class
        ? type.cast(handleOf(connection, value))
        : value;
  }

  /** What the driver gets for an argument: for an array, or one among others, its own. */
  static @Nullable Object driversOwn(@Nullable Object argument) {
    if (argument instanceof CenoteArray array) {
      return array.driver();
    }
    return argument instanceof @Nullable Object[] several ? allDriversOwn(several) : argument;
  }

  private static @Nullable Object[] allDriversOwn(@Nullable Object[] arguments) {
    @Nullable Object[] own = arguments;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof CenoteArray array) {
        own = own == arguments ? arguments.clone() : own;
        own[i] = array.driver();
      }
    }
    return own;
  }
}
