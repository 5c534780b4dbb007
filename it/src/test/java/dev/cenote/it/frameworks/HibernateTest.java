package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hibernate ORM. */
final class HibernateTest {

  @Entity(name = "Account")
  static class Account {
    @Id String owner;

    @Column(check = @CheckConstraint(constraint = "balance >= 0"))
    int balance;

    Account() {}

    Account(String owner, int balance) {
      this.owner = owner;
      this.balance = balance;
    }
  }

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static SessionFactory sessions;

  private static Configuration configuration(CenoteDataSource pool) {
    Configuration configuration = new Configuration().addAnnotatedClass(Account.class);
    configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
    return configuration;
  }

  @BeforeAll
  static void program() throws SQLException {
    Configuration configuration = configuration(POSTGRES.pool());
    try (Connection own = POSTGRES.database().connect()) {
      // Not on a connection of the pool: this leaves client_min_messages = warning behind.
      configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create");
      configuration.getProperties().put(AvailableSettings.JAKARTA_HBM2DDL_CONNECTION, own);
      sessions = configuration.buildSessionFactory();
    }
    sessions.inTransaction(session -> {
      session.persist(new Account("ada", 100));
      session.persist(new Account("bob", 0));
    });
  }

  @AfterAll
  static void endOfProgram() {
    if (sessions != null) {
      sessions.close();
    }
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = balance("bob");
    sessions.inTransaction(session -> transfer(session, 10));
    assertThat(balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = balance("bob");
    assertThatThrownBy(() -> sessions.inTransaction(session -> transfer(session, 999)))
        .isInstanceOf(ConstraintViolationException.class);
    assertThat(balance("bob")).isEqualTo(before);
  }

  @Test
  void aSessionClosedInsideATransactionLeavesNothing() {
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      session.persist(new Account("forgotten", 1));
      session.flush();
    }
    assertThat(sessions.<Account>fromSession(session -> session.find(Account.class, "forgotten")))
        .isNull();
  }

  @Test
  void whatIsDoneToTheConnectionOfASessionEndsWithIt() {
    sessions.inSession(session ->
        session.doWork(connection -> {
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          connection.setSchema("pg_catalog");
        }));
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
    assertThat(setting("transaction_read_only")).isEqualTo("off");
    assertThat(setting("search_path")).doesNotContain("pg_catalog");
  }

  @Test
  void rowsAreReadOneByOneWhileTheConnectionIsHeld() {
    try (Session session = sessions.openSession();
        var rows = session.createQuery("from Account", Account.class).setFetchSize(1).stream()) {
      assertThat(rows.limit(1)).hasSize(1);
    }
  }

  private static void transfer(Session session, int amount) {
    session.find(Account.class, "bob").balance += amount;
    session.flush();
    session.find(Account.class, "ada").balance -= amount;
  }

  private static int balance(String owner) {
    return sessions.fromSession(session -> session.find(Account.class, owner).balance);
  }

  private static String setting(String name) {
    return sessions.fromSession(session ->
        session
            .createNativeQuery("SELECT current_setting(:name)", String.class)
            .setParameter("name", name)
            .getSingleResult());
  }
}
