package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** A Spring Boot application whose pool is named by spring.datasource.type. */
final class SpringBootTest {

  @EnableAutoConfiguration
  @Import(Accounts.class)
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(DataSourceProperties.class)
  static class OwnBean {

    @Bean
    @ConfigurationProperties("spring.datasource.cenote")
    CenoteDataSource dataSource(DataSourceProperties properties) {
      return properties.initializeDataSourceBuilder().type(CenoteDataSource.class).build();
    }
  }

  @Transactional
  static class Accounts {
    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    void transfer(String from, String to, int amount) {
      add(to, amount);
      add(from, -amount);
    }

    @Transactional(readOnly = true, isolation = Isolation.SERIALIZABLE)
    List<String> settingsOfAReport() {
      return List.of(setting("transaction_read_only"), setting("transaction_isolation"));
    }

    List<String> settings() {
      return List.of(setting("transaction_read_only"), setting("transaction_isolation"));
    }

    int balance(String owner) {
      return jdbc.sql("SELECT balance FROM account WHERE owner = ?")
          .param(owner)
          .query(Integer.class)
          .single();
    }

    private void add(String owner, int amount) {
      jdbc.sql("UPDATE account SET balance = balance + ? WHERE owner = ?")
          .params(amount, owner)
          .update();
    }

    private String setting(String name) {
      return jdbc.sql("SELECT current_setting(?)").param(name).query(String.class).single();
    }
  }

  @RegisterExtension
  static final PooledPostgres POSTGRES = new PooledPostgres(SpringBootTest::start);

  private static ConfigurableApplicationContext application;
  private static Accounts accounts;

  private static CenoteDataSource start(EmbeddedPostgresDatabase database) {
    SpringApplication starting = new SpringApplication(Application.class);
    application =
        starting.run(
            "--spring.config.location=classpath:dev/cenote/it/frameworks/application.properties",
            "--DB_URL=" + database.jdbcUrl(),
            "--DB_PASSWORD=" + database.password());
    accounts = application.getBean(Accounts.class);
    return application.getBean(CenoteDataSource.class);
  }

  @AfterAll
  static void closingTheApplicationClosesThePool() {
    if (application != null) {
      application.close();
      assertThatThrownBy(POSTGRES.pool()::getConnection)
          .isInstanceOf(SQLNonTransientConnectionException.class);
    }
  }

  @Test
  void thePoolIsTheOneNamedByItsType() {
    assertThat(application.getBeansOfType(DataSource.class).values())
        .singleElement()
        .isInstanceOf(CenoteDataSource.class);
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = accounts.balance("bob");
    accounts.transfer("ada", "bob", 10);
    assertThat(accounts.balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = accounts.balance("bob");
    assertThatThrownBy(() -> accounts.transfer("ada", "bob", 999))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(accounts.balance("bob")).isEqualTo(before);
  }

  @Test
  void readOnlyAndIsolationEndWithTheTransaction() {
    assertThat(accounts.settingsOfAReport()).containsExactly("on", "serializable");
    assertThat(accounts.settings()).containsExactly("off", "read committed");
  }

  @Test
  void everySettingOfThePoolBindsToABeanOfTheApplications() throws SQLException {
    SpringApplication starting = new SpringApplication(OwnBean.class);
    try (ConfigurableApplicationContext own =
            starting.run(
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + POSTGRES.database().jdbcUrl(),
                "--spring.datasource.username=" + POSTGRES.database().username(),
                "--spring.datasource.password=" + POSTGRES.database().password(),
                "--spring.datasource.cenote.pool-size=3",
                "--spring.datasource.cenote.max-overflow=0",
                "--spring.datasource.cenote.acquire-timeout=20s",
                "--spring.datasource.cenote.isolation=serializable",
                "--spring.datasource.cenote.properties.ApplicationName=orders");
        Connection connection = own.getBean(CenoteDataSource.class).getConnection()) {
      assertThat(own.getBean(CenoteDataSource.class).stats().maximum()).isEqualTo(3);
      assertThat(own.getBean(CenoteDataSource.class).getLoginTimeout()).isEqualTo(20);
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("orders");
    }
  }

  /** What Boot does for a Flyway that has a login of its own. */
  @Test
  void anotherDataSourceIsDerivedFromThePool() {
    DataSource derived =
        DataSourceBuilder.derivedFrom(POSTGRES.pool()).username("migrations").build();
    try (CenoteDataSource other = (CenoteDataSource) derived) {
      assertThat(other.getUrl()).isEqualTo(POSTGRES.pool().getUrl());
      assertThat(other.getUsername()).isEqualTo("migrations");
      assertThat(other.getPassword()).isEqualTo(POSTGRES.pool().getPassword());
    }
  }
}
