package dev.cenote.physical;

import java.util.Locale;
import java.util.Set;

/** The database products that something here knows more about than JDBC tells. */
public enum Product {
  /** PostgreSQL, through its own driver. */
  POSTGRESQL(PostgresqlErrors.TABLE, "postgresql"),
  /** MySQL and MariaDB. */
  MYSQL(MysqlErrors.TABLE, "mysql", "mariadb"),
  /** H2. */
  H2(H2Errors.TABLE, "h2"),
  /** SQLite. */
  SQLITE(SqliteErrors.TABLE, "sqlite"),
  /** Any other, known only by the JDBC standard. */
  OTHER(ErrorTable.STANDARD);

  private final ErrorTable errors;

  /** As in URLs and, here, in the packages of the drivers. */
  private final Set<String> names;

  Product(ErrorTable errors, String... names) {
    this.errors = errors;
    this.names = Set.of(names);
  }

  /** What its errors mean. */
  public ErrorTable errors() {
    return errors;
  }

  /**
   * The product that a JDBC URL names, also behind the name of a wrapping driver ({@code
   * jdbc:wrapper:postgresql://...}).
   */
  public static Product ofUrl(String jdbcUrl) {
    return named(jdbcUrl.split("[/?;]", 2)[0].split(":", -1));
  }

  /** The product whose driver has the class of a connection. */
  static Product ofDriver(Class<?> connection) {
    return named(connection.getPackageName().split("\\.", -1));
  }

  private static Product named(String[] words) {
    for (String word : words) {
      for (Product product : values()) {
        if (product.names.contains(word.toLowerCase(Locale.ROOT))) {
          return product;
        }
      }
    }
    return OTHER;
  }
}
