package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbc.JdbcStatement;
import org.junit.jupiter.api.Test;

class StatementHandleTest {

  @Test
  void everythingLeadsBackToTheHandle() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT 1");
        CallableStatement call = connection.prepareCall("CALL 1")) {
      DatabaseMetaData metaData = connection.getMetaData();
      assertThat(List.of(statement, prepared, call))
          .allSatisfy(one -> assertThat(one.getConnection()).isSameAs(connection));
      assertThat(metaData.getConnection()).isSameAs(connection);
      assertThat(statement.executeQuery("SELECT 1").getStatement()).isSameAs(statement);
      assertThat(prepared.executeQuery().getStatement()).isSameAs(prepared);
      assertThat(call.executeQuery().getStatement()).isSameAs(call);
      assertThat(statement.execute("SELECT 1")).isTrue();
      assertThat(statement.getResultSet().getStatement()).isSameAs(statement);
      assertThat(statement.getGeneratedKeys().getStatement()).isSameAs(statement);
    }
  }

  @Test
  void rowsOfMetaDataLeadBackToTheHandleToo() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
      Statement statement = tables.getStatement();
      if (statement != null) {
        assertThat(statement.getConnection()).isSameAs(connection);
      }
      assertThat(tables.unwrap(ResultSet.class)).isSameAs(tables);
    }
  }

  @Test
  void whatWasLeftOpenIsClosedWithTheConnection() throws SQLException {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      List<Statement> drivers = new ArrayList<>();
      List<AutoCloseable> handles = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT 1");
        drivers.add(statement.unwrap(JdbcStatement.class));
        drivers.add(prepared.unwrap(JdbcPreparedStatement.class));
        handles.add(statement);
        handles.add(prepared);
      }
      ResultSet tables = connection.getMetaData().getTables(null, null, "%", null);

      connection.close();

      assertThat(drivers).allSatisfy(driver -> assertThat(driver.isClosed()).isTrue());
      assertThat(tables.isClosed()).isTrue();
      for (AutoCloseable handle : handles) {
        assertThat(((Statement) handle).isClosed()).isTrue();
        assertThatThrownBy(((Statement) handle)::getWarnings)
            .isInstanceOfSatisfying(
                SQLException.class, closed -> assertThat(closed.getSQLState()).isEqualTo("08003"));
      }
      assertThat(pool.raw.get(0).isClosed()).isFalse();
    }
  }

  @Test
  void closingAStatementOfAnEarlierLeaseTouchesNothingOfTheNext() throws Exception {
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection first = pool.borrow();
      Statement stale = first.createStatement();
      ResultSet staleRows = stale.executeQuery("SELECT 1");
      first.close();
      try (CenoteConnection second = pool.borrow();
          Statement statement = second.createStatement();
          ResultSet rows = statement.executeQuery("SELECT 2")) {
        staleRows.close();
        stale.close();
        assertThatThrownBy(staleRows::next).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> stale.execute("SELECT 3")).isInstanceOf(SQLException.class);

        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  void aClosedStatementIsNotOpenedAgainByUse() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      Statement statement = connection.createStatement();
      statement.close();
      statement.close();

      assertThat(statement.isClosed()).isTrue();
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, closed -> assertThat(closed.getSQLState()).isEqualTo("HY010"));
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void aStatementThatClosesItselfWithItsRowsIsClosed() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow()) {
      Statement statement = connection.createStatement();
      statement.closeOnCompletion();
      ResultSet rows = statement.executeQuery("SELECT 1");
      assertThat(statement.isCloseOnCompletion()).isTrue();

      rows.close();

      assertThat(statement.isClosed()).isTrue();
      assertThat(((StatementHandle) statement).isAlive()).isFalse();
    }
  }

  @Test
  void statementsMayBeOpenedAndClosedByManyThreads() throws Exception {
    int threadCount = 4;
    ExecutorService threads = Executors.newFixedThreadPool(threadCount);
    try (SmallPool pool = SmallPool.h2()) {
      CenoteConnection connection = pool.borrow();
      List<Future<List<Statement>>> leaks = new ArrayList<>();
      for (int i = 0; i < threadCount; i++) {
        leaks.add(
            threads.submit(() -> {
              List<Statement> open = new ArrayList<>();
              for (int n = 0; n < 2_000; n++) {
                Statement statement = connection.createStatement();
                if (n % 100 == 0) {
                  open.add(statement.unwrap(JdbcStatement.class));
                } else {
                  statement.close();
                }
              }
              return open;
            }));
      }
      List<Statement> leaked = new ArrayList<>();
      for (Future<List<Statement>> leak : leaks) {
        leaked.addAll(leak.get());
      }

      connection.close();

      assertThat(leaked).hasSize(80);
      assertThat(leaked).allSatisfy(statement -> assertThat(statement.isClosed()).isTrue());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void itsTextShowsNoSql() throws SQLException {
    try (SmallPool pool = SmallPool.h2();
        Connection connection = pool.borrow();
        PreparedStatement prepared = connection.prepareStatement("SELECT 'secret'")) {
      assertThat(prepared.toString())
          .doesNotContain("secret")
          .startsWith("PreparedStatement of CenoteConnection@slot 1");
    }
  }
}
