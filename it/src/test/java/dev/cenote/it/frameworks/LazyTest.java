package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring and Hibernate over the lazy view: they hold a connection only while they work. */
final class LazyTest {

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static DataSource lazy;
  private static JdbcTemplate jdbc;
  private static TransactionTemplate transactions;

  @BeforeAll
  static void program() {
    lazy = POSTGRES.pool().lazy();
    jdbc = new JdbcTemplate(lazy);
    transactions = new TransactionTemplate(new DataSourceTransactionManager(lazy));
    jdbc.execute("CREATE TABLE account (owner text PRIMARY KEY, balance int CHECK (balance >= 0))");
    jdbc.update("INSERT INTO account VALUES ('ada', 100), ('bob', 0)");
  }

  private static int leased() {
    return POSTGRES.pool().stats().leased();
  }

  private static long acquired() {
    return POSTGRES.pool().stats().acquired();
  }

  @Test
  void aTransactionWithoutAStatementTakesNoConnection() {
    long before = acquired();
    for (int i = 0; i < 3; i++) {
      transactions.executeWithoutResult(status -> assertThat(leased()).isZero());
    }
    assertThat(acquired()).isEqualTo(before);
  }

  @Test
  void aTransactionTakesOneAtItsFirstStatementAndHoldsItToItsEnd() {
    long before = acquired();
    transactions.executeWithoutResult(status -> {
      assertThat(leased()).isZero();
      jdbc.update("UPDATE account SET balance = balance + 1 WHERE owner = 'bob'");
      assertThat(leased()).isEqualTo(1);
      jdbc.update("UPDATE account SET balance = balance - 1 WHERE owner = 'ada'");
    });
    assertThat(acquired() - before).isEqualTo(1);
    assertThat(leased()).isZero();
  }

  @Test
  void aTransactionThatFailsIsRolledBack() {
    assertThatThrownBy(() ->
            transactions.executeWithoutResult(status -> {
              jdbc.update("UPDATE account SET balance = 999 WHERE owner = 'bob'");
              jdbc.update("UPDATE account SET balance = -1 WHERE owner = 'ada'");
            }))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(
            jdbc.queryForObject("SELECT balance FROM account WHERE owner = 'bob'", Integer.class))
        .isLessThan(999);
  }

  @Test
  void readOnlyAndIsolationAreSetWhenOneIsTaken() {
    TransactionTemplate report = new TransactionTemplate(transactions.getTransactionManager());
    report.setReadOnly(true);
    report.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    report.executeWithoutResult(status -> {
      assertThat(setting("transaction_isolation")).isEqualTo("serializable");
      assertThat(setting("transaction_read_only")).isEqualTo("on");
    });
    long before = acquired();
    report.executeWithoutResult(status -> assertThat(setting("transaction_read_only")).isNotNull());
    assertThat(acquired() - before).as("what a fresh one answers is known by now").isEqualTo(1);
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
  }

  private static String setting(String name) {
    return jdbc.queryForObject("SELECT current_setting(?)", String.class, name);
  }

  @Test
  void aSessionOfHibernatesHoldsOneForTheLengthOfItsTransaction() {
    Configuration configuration = new Configuration();
    configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, lazy);
    try (SessionFactory factory = configuration.buildSessionFactory()) {
      factory.inSession(session -> {
        assertThat(leased()).isZero();
        session.beginTransaction();
        session
            .createNativeMutationQuery("UPDATE account SET balance = 7 WHERE owner = 'bob'")
            .executeUpdate();
        assertThat(leased()).isEqualTo(1);
        session.getTransaction().commit();
        assertThat(leased()).isZero();
      });
    }
  }
}
