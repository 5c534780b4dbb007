package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.h2.jdbcx.JdbcDataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

class ProductTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:postgresql://db:5432/shop POSTGRESQL",
        "jdbc:aws-wrapper:postgresql://db/shop POSTGRESQL",
        "jdbc:tc:postgresql:16:///shop POSTGRESQL",
        "jdbc:mariadb://db/h2 MYSQL",
        "jdbc:mysql:loadbalance://db,db2/oracle MYSQL",
        "jdbc:mysql://db/shop?x=postgresql: MYSQL",
        "jdbc:h2:mem:sqlite H2",
        "jdbc:hsqldb:mem:db2 HSQLDB",
        "jdbc:derby://db:1527/shop;create=true DERBY",
        "jdbc:sqlite::memory: SQLITE",
        "jdbc:duckdb:file.db DUCKDB",
        "jdbc:oracle:thin:@db:1521:db2 ORACLE",
        "jdbc:oracle:thin:@//db/mysql ORACLE",
        "jdbc:sqlserver://db;databaseName=h2 SQLSERVER",
        "jdbc:jtds:sqlserver://db/shop SQLSERVER",
        "jdbc:db2://db:50000/shop DB2",
        "jdbc:acme://db/shop OTHER"
      })
  void isNamedByTheUrl(String url, Product product) {
    assertThat(Product.ofUrl(url)).isEqualTo(product);
  }

  @ParameterizedTest
  @CsvSource({
    "org.postgresql.jdbc.PgConnection, POSTGRESQL",
    "com.mysql.cj.jdbc.ConnectionImpl, MYSQL",
    "org.mariadb.jdbc.Connection, MYSQL",
    "org.h2.jdbc.JdbcConnection, H2",
    "org.hsqldb.jdbc.JDBCConnection, HSQLDB",
    "org.apache.derby.impl.jdbc.EmbedConnection, DERBY",
    "org.apache.derby.client.net.NetConnection, DERBY",
    "org.sqlite.jdbc4.JDBC4Connection, SQLITE",
    "org.duckdb.DuckDBConnection, DUCKDB",
    "oracle.jdbc.driver.T4CConnection, ORACLE",
    "com.microsoft.sqlserver.jdbc.SQLServerConnection, SQLSERVER",
    "com.ibm.db2.jcc.t4.b, DB2",
    "com.acme.jdbc.AcmeConnection, OTHER"
  })
  void isNamedByTheDriversClass(String className, Product product) {
    assertThat(Product.ofClassName(className)).isEqualTo(product);
  }

  @Test
  void isNamedByTheClassOfADriversDataSource() {
    assertThat(Product.ofDriver(PGSimpleDataSource.class)).isEqualTo(Product.POSTGRESQL);
    assertThat(Product.ofDriver(JdbcDataSource.class)).isEqualTo(Product.H2);
    assertThat(Product.ofDriver(JDBCDataSource.class)).isEqualTo(Product.HSQLDB);
    assertThat(Product.ofDriver(AutoloadedDriver.class)).isEqualTo(Product.DERBY);
    assertThat(Product.ofDriver(SQLiteDataSource.class)).isEqualTo(Product.SQLITE);
  }
}
