package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.FakeTestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What mere questions to a lazy connection cost. */
@Timeout(60)
class LazyQuestionTest {

  /** A call of a lazy connection. */
  private interface Call {
    void of(Connection connection) throws SQLException;
  }

  private final FakeTestDatabase database = FakeTestDatabase.create();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  private CenoteDataSourceBuilder strict() {
    return Databases.poolOf(database).resetOnReturn(ResetOnReturn.NONE);
  }

  static Stream<Named<Call>> questions() {
    return Stream.of(
        Named.of("isValid", connection -> assertThat(connection.isValid(1)).isTrue()),
        Named.of("getClientInfo", connection -> assertThat(connection.getClientInfo()).isEmpty()));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void aQuestionOutsideAutoCommitDoesNotCostTheConnection(Call question) throws SQLException {
    for (boolean autoCommit : List.of(true, false)) {
      try (CenoteDataSource pool = strict().autoCommit(autoCommit).build();
          Connection lazy = pool.lazy().getConnection()) {
        lazy.setAutoCommit(false);
        question.of(lazy);
        question.of(lazy);
        assertThat(pool.stats().leased()).isZero();
        assertThat(pool.stats().created()).as("autoCommit " + autoCommit).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void aQuestionToAConnectionThatAStatementHoldsDoesNotCostItEither(Call question)
      throws SQLException {
    try (CenoteDataSource pool = strict().build();
        Connection lazy = pool.lazy().getConnection()) {
      lazy.setAutoCommit(false);
      try (PreparedStatement open = lazy.prepareStatement("SELECT 1")) {
        open.executeQuery().close();
        lazy.commit();
        question.of(lazy);
      }
      assertThat(pool.stats().leased()).isZero();
      question.of(lazy);
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void whatIsLeftOpenIsStillRefused() throws SQLException {
    try (CenoteDataSource pool = strict().build()) {
      try (Connection lazy = pool.lazy().getConnection()) {
        lazy.setAutoCommit(false);
        lazy.createStatement().executeQuery("SELECT 1");
      }
      try (Connection next = pool.getConnection()) {
        assertThat(next.isValid(1)).isTrue();
      }
      assertThat(pool.stats().created()).isEqualTo(2);
    }
  }

  @Test
  void whatSomebodyElseLeavesOpenIsRefusedAlsoIfALazyConnectionGoesLast() throws SQLException {
    try (CenoteDataSource pool = strict().kind(PoolKind.PER_THREAD).build()) {
      try (Connection lazy = pool.lazy().getConnection()) {
        lazy.setAutoCommit(false);
        try (PreparedStatement open = lazy.prepareStatement("SELECT 1")) {
          open.executeQuery().close();
          lazy.commit();
          try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeQuery("SELECT 2");
          }
        }
      }
      try (Connection next = pool.getConnection()) {
        assertThat(next.isValid(1)).isTrue();
      }
      assertThat(pool.stats().created()).isEqualTo(2);
    }
  }

  @Test
  void whatSomebodyElseLeavesOpenIsRefusedAlsoIfTheLastWasInAutoCommit() throws SQLException {
    try (CenoteDataSource pool = strict().kind(PoolKind.PER_THREAD).build()) {
      try (Connection lazy = pool.lazy().getConnection();
          PreparedStatement open = lazy.prepareStatement("SELECT 1")) {
        open.executeQuery().close();
        try (Connection other = pool.getConnection()) {
          other.setAutoCommit(false);
          other.createStatement().executeQuery("SELECT 2");
        }
      }
      try (Connection next = pool.getConnection()) {
        assertThat(next.isValid(1)).isTrue();
      }
      assertThat(pool.stats().created()).isEqualTo(2);
    }
  }
}
