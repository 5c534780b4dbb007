package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MyBatis. */
final class MyBatisTest {

  interface Accounts {
    @Update("CREATE TABLE account (owner text PRIMARY KEY, balance int CHECK (balance >= 0))")
    void createTable();

    @Insert("INSERT INTO account VALUES (#{owner}, #{balance})")
    int insert(@Param("owner") String owner, @Param("balance") int balance);

    @Update("UPDATE account SET balance = balance + #{amount} WHERE owner = #{owner}")
    int add(@Param("owner") String owner, @Param("amount") int amount);

    @Select("SELECT balance FROM account WHERE owner = #{owner}")
    int balance(String owner);

    @Select("SELECT owner FROM account")
    List<String> owners();

    @Select("SELECT current_setting(#{name})")
    String setting(String name);
  }

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static SqlSessionFactory sessions;

  private static SqlSessionFactory sessions(CenoteDataSource pool) {
    Environment environment = new Environment("production", new JdbcTransactionFactory(), pool);
    Configuration configuration = new Configuration(environment);
    configuration.addMapper(Accounts.class);
    return new SqlSessionFactoryBuilder().build(configuration);
  }

  @BeforeAll
  static void program() {
    sessions = sessions(POSTGRES.pool());
    try (SqlSession session = sessions.openSession()) {
      Accounts accounts = session.getMapper(Accounts.class);
      accounts.createTable();
      accounts.insert("ada", 100);
      accounts.insert("bob", 0);
      session.commit();
    }
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = balance("bob");
    try (SqlSession session = sessions.openSession()) {
      Accounts accounts = session.getMapper(Accounts.class);
      accounts.add("ada", -10);
      accounts.add("bob", 10);
      session.commit();
    }
    assertThat(balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = balance("bob");
    try (SqlSession session = sessions.openSession()) {
      Accounts accounts = session.getMapper(Accounts.class);
      accounts.add("bob", 999);
      assertThatThrownBy(() -> accounts.add("ada", -999)).isInstanceOf(PersistenceException.class);
    }
    assertThat(balance("bob")).isEqualTo(before);
  }

  @Test
  void aSessionClosedWithoutCommitLeavesNothing() {
    try (SqlSession session = sessions.openSession()) {
      session.getMapper(Accounts.class).insert("forgotten", 1);
    }
    try (SqlSession session = sessions.openSession()) {
      assertThat(session.getMapper(Accounts.class).owners()).doesNotContain("forgotten");
    }
  }

  @Test
  void anIsolationEndsWithItsSession() {
    try (SqlSession session = sessions.openSession(TransactionIsolationLevel.SERIALIZABLE)) {
      assertThat(session.getMapper(Accounts.class).setting("transaction_isolation"))
          .isEqualTo("serializable");
    }
    try (SqlSession session = sessions.openSession()) {
      assertThat(session.getMapper(Accounts.class).setting("transaction_isolation"))
          .isEqualTo("read committed");
    }
  }

  @Test
  void aBatchIsSentAtOnce() {
    try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
      Accounts accounts = session.getMapper(Accounts.class);
      for (int i = 0; i < 10; i++) {
        accounts.insert("batch " + i, i);
      }
      assertThat(session.flushStatements()).hasSize(1);
      session.commit();
    }
    assertThat(balance("batch 9")).isEqualTo(9);
  }

  private static int balance(String owner) {
    try (SqlSession session = sessions.openSession(true)) {
      return session.getMapper(Accounts.class).balance(owner);
    }
  }
}
