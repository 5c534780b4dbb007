package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JdbcTemplate and transactions. */
final class SpringJdbcTest {

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static JdbcTemplate jdbc;
  private static TransactionTemplate transactions;

  private static TransactionTemplate transactions(CenoteDataSource pool) {
    return new TransactionTemplate(new DataSourceTransactionManager(pool));
  }

  @BeforeAll
  static void program() {
    jdbc = new JdbcTemplate(POSTGRES.pool());
    transactions = transactions(POSTGRES.pool());
    jdbc.execute("CREATE TABLE account (owner text PRIMARY KEY, balance int CHECK (balance >= 0))");
    jdbc.update("INSERT INTO account VALUES ('ada', 100), ('bob', 0)");
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = balance("bob");
    transactions.executeWithoutResult(status -> transfer("ada", "bob", 10));
    assertThat(balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = balance("bob");
    assertThatThrownBy(() ->
            transactions.executeWithoutResult(status -> {
              jdbc.update("UPDATE account SET balance = balance + 999 WHERE owner = 'bob'");
              jdbc.update("UPDATE account SET balance = balance - 999 WHERE owner = 'ada'");
            }))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(balance("bob")).isEqualTo(before);
  }

  @Test
  void readOnlyAndIsolationEndWithTheTransaction() {
    TransactionTemplate report = new TransactionTemplate(transactions.getTransactionManager());
    report.setReadOnly(true);
    report.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    report.setTimeout(10);
    report.executeWithoutResult(status -> {
      assertThat(setting("transaction_isolation")).isEqualTo("serializable");
      assertThat(setting("transaction_read_only")).isEqualTo("on");
    });
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
    assertThat(setting("transaction_read_only")).isEqualTo("off");
  }

  @Test
  void aTransactionInsideAnotherHasAConnectionOfItsOwn() {
    TransactionTemplate inner = new TransactionTemplate(transactions.getTransactionManager());
    inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    transactions.executeWithoutResult(status -> {
      jdbc.update("INSERT INTO account VALUES ('outer', 1)");
      inner.executeWithoutResult(own -> {
        jdbc.update("INSERT INTO account VALUES ('inner', 1)");
        assertThat(POSTGRES.pool().stats().leased()).isEqualTo(2);
      });
      status.setRollbackOnly();
    });
    assertThat(jdbc.queryForList("SELECT owner FROM account", String.class))
        .contains("inner")
        .doesNotContain("outer");
  }

  @Test
  void aSavepointIsRolledBackAlone() {
    TransactionTemplate nested = new TransactionTemplate(transactions.getTransactionManager());
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    transactions.executeWithoutResult(status -> {
      jdbc.update("INSERT INTO account VALUES ('kept', 1)");
      assertThatThrownBy(() ->
              nested.executeWithoutResult(
                  own -> jdbc.update("INSERT INTO account VALUES ('kept', 2)")))
          .isInstanceOf(DataIntegrityViolationException.class);
    });
    assertThat(balance("kept")).isEqualTo(1);
  }

  @Test
  void aTransactionDoomedInsideIsRolledBackOutside() {
    assertThatThrownBy(() ->
            transactions.executeWithoutResult(status -> {
              jdbc.update("INSERT INTO account VALUES ('doomed', 1)");
              transactions.executeWithoutResult(inside -> inside.setRollbackOnly());
            }))
        .isInstanceOf(UnexpectedRollbackException.class);
    assertThat(jdbc.queryForList("SELECT owner FROM account", String.class))
        .doesNotContain("doomed");
  }

  private static void transfer(String from, String to, int amount) {
    jdbc.update("UPDATE account SET balance = balance - ? WHERE owner = ?", amount, from);
    jdbc.update("UPDATE account SET balance = balance + ? WHERE owner = ?", amount, to);
  }

  private static int balance(String owner) {
    Integer balance =
        jdbc.queryForObject("SELECT balance FROM account WHERE owner = ?", Integer.class, owner);
    return balance;
  }

  private static String setting(String name) {
    return jdbc.queryForObject("SELECT current_setting(?)", String.class, name);
  }
}
