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
  POSTGRESQL("PostgreSQL", "postgresql"),
  /** MySQL and MariaDB. */
  MYSQL("MySQL and MariaDB", "mysql", "mariadb"),
  /** H2. */
  H2("H2", "h2"),
  /** HSQLDB. */
  HSQLDB("HSQLDB", "hsqldb"),
  /** Derby, embedded or not. */
  DERBY("Derby", "derby"),
  /** SQLite. */
  SQLITE("SQLite", "sqlite"),
  /** DuckDB. */
  DUCKDB("DuckDB", "duckdb"),
  /** Oracle. */
  ORACLE("Oracle", "oracle"),
  /** SQL Server and Azure SQL. */
  SQLSERVER("SQL Server", "sqlserver"),
  /** Db2, through the JCC driver. */
  DB2("Db2", "db2"),
  /** Any other, known only by the JDBC standard. */
  OTHER("Any other");

  private final String title;

  /** As in URLs and, here, in the packages of the drivers. */
  private final Set<String> names;

  Product(String title, String... names) {
    this.title = title;
    this.names = Set.of(names);
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** What its errors mean. */
  public ErrorTable errors() {
    return switch (this) { // not a field: a pool needs the table of its own database alone
      case POSTGRESQL -> PostgresqlErrors.TABLE;
      case MYSQL -> MysqlErrors.TABLE;
      case H2 -> H2Errors.TABLE;
      case HSQLDB -> HsqldbErrors.TABLE;
      case DERBY -> DerbyErrors.TABLE;
      case SQLITE -> SqliteErrors.TABLE;
      case DUCKDB -> DuckdbErrors.TABLE;
      case ORACLE -> OracleErrors.TABLE;
      case SQLSERVER -> SqlServerErrors.TABLE;
      case DB2 -> Db2Errors.TABLE;
      case OTHER -> ErrorTable.STANDARD;
    };
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
