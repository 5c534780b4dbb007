package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The snippets of docs/guide/what-pooling-is.md. */
class WhatPoolingIsTest {

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (1)");
    }
  }

  @Test
  void createBorrowAndGiveBack() throws SQLException {
    CenoteDataSource pool =
        CenoteDataSource.builder().url("h2:mem:lesson").poolSize(5).maxOverflow(10).build();

    Connection connection = pool.getConnection();
    int answer = one(connection);
    connection.close();

    try (Connection next = pool.getConnection()) {
      answer += one(next);
    }

    answer += pool.withConnection(next -> one(next));

    assertThat(answer).isEqualTo(3);
    pool.close();
  }

  @Test
  void sessions() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        CenoteDataSource pool = CenoteDataSource.create(database.url())) {
      DataSource sessions = pool.lazy();
      try (Connection session = sessions.getConnection()) { // takes nothing yet
        session.setAutoCommit(false); // is remembered
        insert(session); // takes a connection
        session.commit(); // gives it back
        insert(session); // takes one again, perhaps another
      } // rolls back and gives back
      assertThat(database.committedStatements()).hasSize(1);
    }
  }

  @Test
  void waiting() throws SQLException {
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url("h2:mem:waiting")
            .poolSize(1)
            .maxOverflow(0)
            .acquireTimeout(Duration.ofSeconds(5))
            .build()) {
      String told = "";
      Connection held = pool.getConnection();
      try (Connection second = pool.getConnection()) {
        told = "never: " + second;
      } catch (SQLTransientConnectionException busy) {
        told = busy.getMessage(); // who, where, remedy; [CENOTE-102]: it would wait for itself
      }
      held.close();
      assertThat(told).contains("CENOTE-102");
    }
  }

  @Test
  void failures() throws SQLException {
    try (FakeDatabase database = FakeDatabase.create();
        CenoteDataSource pool =
            CenoteDataSource.builder().url(database.url()).poolSize(2).build()) {
      database.on("executeQuery").once().failing("08006");
      int lost = 0;
      try (Connection connection = pool.getConnection()) {
        one(connection);
      } catch (SQLException gone) {
        lost++; // this connection is closed when it comes back, and replaced
      }
      assertThat(lost).isEqualTo(1);
      assertThat(database.sessions()).anyMatch(session -> session.number() > 0);
      Awaitility.await().until(() -> database.connectionsEver() >= 3);
    }
  }

  @Test
  void tuning() throws SQLException {
    try (CenoteDataSource pool = CenoteDataSource.create("h2:mem:tuning")) {
      PoolStats stats = pool.stats();
      if (stats.waiting() > 0 && stats.idle() == 0) {
        pool.resize(8, 8); // while it runs
      }
      assertThat(stats.maximum()).isEqualTo(15);
    }
  }
}
