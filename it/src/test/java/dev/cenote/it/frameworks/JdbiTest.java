package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jdbi. */
final class JdbiTest {

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static Jdbi jdbi;

  private static Jdbi jdbi(CenoteDataSource pool) {
    return Jdbi.create(pool);
  }

  @BeforeAll
  static void program() {
    jdbi = jdbi(POSTGRES.pool());
    jdbi.useHandle(handle ->
        handle.execute(
            "CREATE TABLE account (owner text PRIMARY KEY, balance int CHECK (balance >= 0))"));
    jdbi.useTransaction(handle -> {
      insert(handle, "ada", 100);
      insert(handle, "bob", 0);
    });
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = balance("bob");
    jdbi.useTransaction(handle -> {
      add(handle, "ada", -10);
      add(handle, "bob", 10);
    });
    assertThat(balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = balance("bob");
    assertThatThrownBy(() ->
            jdbi.useTransaction(handle -> {
              add(handle, "bob", 999);
              add(handle, "ada", -999);
            }))
        .isInstanceOf(UnableToExecuteStatementException.class);
    assertThat(balance("bob")).isEqualTo(before);
  }

  @Test
  void anIsolationEndsWithItsTransaction() {
    String isolation =
        jdbi.inTransaction(
            TransactionIsolationLevel.SERIALIZABLE,
            handle -> setting(handle, "transaction_isolation"));
    assertThat(isolation).isEqualTo("serializable");
  }

  @Test
  void aHandleThatWasMadeReadOnlyIsSoForItsBorrowerAlone() {
    jdbi.useHandle(handle -> {
      handle.setReadOnly(true);
      handle.useTransaction(
          inside -> assertThat(setting(inside, "transaction_read_only")).isEqualTo("on"));
    });
    jdbi.useHandle(handle -> assertThat(setting(handle, "transaction_read_only")).isEqualTo("off"));
  }

  @Test
  void aHandleClosedInsideATransactionLeavesNothing() {
    Handle handle = jdbi.open();
    handle.begin();
    insert(handle, "forgotten", 1);
    assertThatThrownBy(handle::close).hasMessageContaining("transaction");
    assertThat(owners()).doesNotContain("forgotten");
  }

  @Test
  void aSavepointIsRolledBackAlone() {
    jdbi.useTransaction(handle -> {
      insert(handle, "kept", 1);
      handle.savepoint("before");
      insert(handle, "dropped", 1);
      handle.rollbackToSavepoint("before");
    });
    assertThat(owners()).contains("kept").doesNotContain("dropped");
  }

  private static void insert(Handle handle, String owner, int balance) {
    int rows = handle.execute("INSERT INTO account VALUES (?, ?)", owner, balance);
    assertThat(rows).isEqualTo(1);
  }

  private static void add(Handle handle, String owner, int amount) {
    int rows =
        handle
            .createUpdate("UPDATE account SET balance = balance + :amount WHERE owner = :owner")
            .bind("amount", amount)
            .bind("owner", owner)
            .execute();
    assertThat(rows).isEqualTo(1);
  }

  private static int balance(String owner) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT balance FROM account WHERE owner = :owner")
            .bind("owner", owner)
            .mapTo(Integer.class)
            .one());
  }

  private static Iterable<String> owners() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT owner FROM account").mapTo(String.class).list());
  }

  private static String setting(Handle handle, String name) {
    return handle
        .createQuery("SELECT current_setting(:name)")
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }
}
