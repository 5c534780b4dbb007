package dev.cenote.testkit.jdbc;

import static dev.cenote.testkit.contract.Numbers.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolKind;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others do on the connection that a lazy one has in a mode that they did not ask for. */
@Timeout(60)
class SharedLazyTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();
  private final CenoteDataSource pool =
      Databases.poolOf(database).kind(PoolKind.PER_THREAD).build();
  private Connection lazy;
  private Connection outer;
  private PreparedStatement open;

  /** It has switched auto-commit off, and has nothing open but a statement. */
  @BeforeEach
  void aLazyConnectionHoldsItAfterItsCommit() throws SQLException {
    outer = pool.getConnection();
    lazy = pool.lazy().getConnection();
    lazy.setAutoCommit(false);
    open = lazy.prepareStatement("SELECT 1");
    open.executeQuery().close();
    lazy.commit();
    assertThat(outer.getAutoCommit()).isFalse();
  }

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  private List<String> inserted() {
    return fake.committedStatements().stream().filter(sql -> sql.startsWith("INSERT")).toList();
  }

  @Test
  void aCloseWithNothingUncommittedLosesNothingOfOthers() throws SQLException {
    insert(outer, 10);
    lazy.close();
    assertThat(outer.getAutoCommit()).isTrue();
    insert(outer, 100);
    outer.close();
    assertThat(inserted()).hasSize(2);
  }

  @Test
  void whatWasLeftOpenByItIsRolledBackAlsoIfTheRollbackFailsAtFirst() throws SQLException {
    insert(lazy, 10);
    fake.on("rollback").once().failing("40001");
    assertThatThrownBy(lazy::rollback).isInstanceOf(SQLException.class);
    outer.close();
    lazy.close();
    assertThat(inserted()).isEmpty();
  }

  @Test
  void whatAnotherLazyConnectionLeftIsNotCommittedByTheOneThatGoesLast() throws SQLException {
    outer.close();
    try (Connection another = pool.lazy().getConnection()) {
      another.setAutoCommit(false);
      insert(another, 10);
    }
    open.close();
    assertThat(inserted()).isEmpty();
  }

  @Test
  void whatOthersBeganBySqlAndLeftIsNotCommitted() throws SQLException {
    try (Statement statement = outer.createStatement()) {
      statement.execute("BEGIN");
    }
    insert(outer, 10);
    outer.close();
    open.close();
    assertThat(inserted()).isEmpty();
  }
}
