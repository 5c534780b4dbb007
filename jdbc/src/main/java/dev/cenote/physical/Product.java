package dev.cenote.physical;

import dev.cenote.physical.errors.Db2Errors;
import dev.cenote.physical.errors.DerbyErrors;
import dev.cenote.physical.errors.DuckdbErrors;
import dev.cenote.physical.errors.ErrorTable;
import dev.cenote.physical.errors.H2Errors;
import dev.cenote.physical.errors.HsqldbErrors;
import dev.cenote.physical.errors.MysqlErrors;
import dev.cenote.physical.errors.OracleErrors;
import dev.cenote.physical.errors.PostgresqlErrors;
import dev.cenote.physical.errors.SqlServerErrors;
import dev.cenote.physical.errors.SqliteErrors;
import java.util.Locale;
import java.util.Set;

/** The database products that something here knows more about than JDBC tells. */
public enum Product {
  /** PostgreSQL, through its own driver. */
  POSTGRESQL("PostgreSQL", PostgresqlErrors.TABLE, "postgresql"),
  /** MySQL and MariaDB. */
  MYSQL("MySQL and MariaDB", MysqlErrors.TABLE, "mysql", "mariadb"),
  /** H2. */
  H2("H2", H2Errors.TABLE, "h2"),
  /** HSQLDB. */
  HSQLDB("HSQLDB", HsqldbErrors.TABLE, "hsqldb"),
  /** Derby, embedded or not. */
  DERBY("Derby", DerbyErrors.TABLE, "derby"),
  /** SQLite. */
  SQLITE("SQLite", SqliteErrors.TABLE, "sqlite"),
  /** DuckDB. */
  DUCKDB("DuckDB", DuckdbErrors.TABLE, "duckdb"),
  /** Oracle. */
  ORACLE("Oracle", OracleErrors.TABLE, "oracle"),
  /** SQL Server and Azure SQL. */
  SQLSERVER("SQL Server", SqlServerErrors.TABLE, "sqlserver"),
  /** Db2, through the JCC driver. */
  DB2("Db2", Db2Errors.TABLE, "db2"),
  /** Any other, known only by the JDBC standard. */
  OTHER("Any other", ErrorTable.STANDARD);

  private final String title;
  private final ErrorTable errors;

  /** As in URLs and, here, in the packages of the drivers. */
  private final Set<String> names;

  Product(String title, ErrorTable errors, String... names) {
    this.title = title;
    this.errors = errors;
    this.names = Set.of(names);
  }

  /** What people call it. */
  public String title() {
    return title;
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
    return named(jdbcUrl.split("[/?;@]", 2)[0].split(":", -1));
  }

  /** The product whose driver has a class: of a connection or of a DataSource. */
  public static Product ofDriver(Class<?> type) {
    return ofClassName(type.getName());
  }

  /** As {@link #ofDriver}, by the class's name. */
  static Product ofClassName(String className) {
    return named(className.split("\\.", -1));
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
