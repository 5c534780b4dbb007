package dev.cenote.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://app:S3CRET@db/orders",
        "postgresql://app:S3C@RET@db/orders",
        "postgresql://app:S3C/RET@db/orders",
        "postgresql://app:S3C?RET@db/orders",
        "postgresql://app:S3C#RET@db/orders",
        "postgresql//app:S3CRET@db/orders",
        "postgresql:/app:S3CRET@db/orders",
        "app:S3CRET@db/orders",
        "mailto:app:S3CRET@db/orders",
        "postgresql:/mailto:S3CRET@db/orders",
        "postgresql://app:S3CRET",
        "cannot connect to postgresql://app:S3CRET, it says",
        "jdbc:postgresql://db/orders?user=app&password=S3CRET",
        "jdbc:postgresql://db/orders?password=S3C;RET&ssl=true",
        "jdbc:postgresql://db/orders?PASSWORD=S3CRET",
        "jdbc:postgresql://db/orders?sslmode=require&sslpassword=S3CRET",
        "jdbc:mysql://db/orders?trustCertificateKeyStorePassword=S3CRET",
        "jdbc:mysql://address=(host=db)(port=3306)(user=app)(password=S3CRET)/orders",
        "jdbc:mysql://app:S3CRET@db1,db2/orders",
        "jdbc:sqlserver://db;user=app;password=S3CRET;encrypt=true",
        "jdbc:sqlserver://db;user=app;password={S3C;RET}}x};encrypt=true",
        "jdbc:sqlserver://db;accessToken=S3CRET",
        "jdbc:oracle:thin:app/S3CRET@//db:1521/orders",
        "jdbc:oracle:thin:app/S3C@RET@db:1521:orders",
        "jdbc:h2:mem:test;USER=sa;PASSWORD=S3CRET",
        "{user=app, password=S3CRET, ssl=true}",
        "jdbc:snowflake://db/?private_key_pwd=S3CRET",
        "connecting with pwd=S3CRET failed",
        "api-key=S3CRET",
        "client_secret=S3CRET"
      })
  void noFormOfASecretSurvives(String text) {
    assertThat(Redactor.redact(text)).contains("***").doesNotContain("S3C").doesNotContain("RET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/orders?user=app&ssl=true",
        "jdbc:postgresql://db1:5432,db2:5432/orders",
        "jdbc:postgresql://db:${PORT}/orders",
        "jdbc:postgresql://[::1]:5432/orders",
        "jdbc:mysql://db:3306/orders?user=app@corp",
        "FATAL: password authentication failed for user \"app\"",
        "jdbc:oracle:thin:@//db:1521/orders",
        "jdbc:sqlite:file:/x?vfs=memdb&busy_timeout=500",
        "mail app@example.com about key=value",
        "write to <mailto:dba@example.com>",
        "stopped at 10:30@host",
        "23:59:07.125@host says no"
      })
  void whatIsNoSecretStaysReadable(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void theRestOfTheUrlStays() {
    assertThat(Redactor.redact("postgresql://app:S3CRET@db:5432/orders?ssl=true"))
        .isEqualTo("postgresql://app:***@db:5432/orders?ssl=true");
    assertThat(Redactor.redact("jdbc:postgresql://db/orders?password=S3CRET&ssl=true"))
        .isEqualTo("jdbc:postgresql://db/orders?password=***&ssl=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app:10:30@db", "app10:30@db", "10:3O@db", "10:305@db", "postgresql:/10:30@db"})
  void whatOnlyLooksLikeATimeOfDayIsALogin(String text) {
    assertThat(Redactor.redact(text)).endsWith(":***@db");
  }

  @Test
  void aFailureWithoutSecretsIsHandedOnAsItIs() {
    SQLException failure = new SQLException("refused", "08001", new RuntimeException("no route"));

    assertThat(Redactor.safe(failure)).isSameAs(failure);
  }

  @Test
  void aFailureWithASecretInItsCauseIsReplacedByOneWithoutIt() {
    Exception cause = new IllegalStateException("url jdbc:x://db?password=S3CRET is wrong");
    SQLException failure = new SQLException("cannot connect", "08001", 7, cause);

    Throwable safe = Redactor.safe(failure);

    assertThat(safe).isInstanceOf(SQLException.class).hasNoCause();
    assertThat(safe).hasMessageContaining("cannot connect").hasMessageContaining("password=***");
    assertThat(safe.toString()).doesNotContain("S3CRET");
    assertThat(((SQLException) safe).getSQLState()).isEqualTo("08001");
    assertThat(((SQLException) safe).getErrorCode()).isEqualTo(7);
    assertThat(safe.getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void aDescriptionIsOneLineWithEveryCauseOnce() {
    Exception root = new RuntimeException("Connection refused");
    SQLException failure = new SQLException("cannot\n  connect", new SQLException("no way", root));

    assertThat(Redactor.describe(failure))
        .isEqualTo("cannot connect (no way) (Connection refused)");
    assertThat(Redactor.describe(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void whatIsAtTheSideOfAFailureIsSafeToo() {
    SQLException suppressing = new SQLException("cannot connect");
    suppressing.addSuppressed(new SQLException("closing", new Throwable("pwd=S3CRET")));
    SQLException followed = new SQLException("cannot connect");
    followed.setNextException(new SQLException("pwd=S3CRET"));

    for (SQLException failure : List.of(suppressing, followed)) {
      Throwable safe = Redactor.safe(failure);

      assertThat(safe).hasMessage("cannot connect").hasNoCause();
      assertThat(safe).hasNoSuppressedExceptions();
      assertThat((Throwable) ((SQLException) safe).getNextException()).isNull();
    }
  }

  /** Of a driver, which has classes of its own. */
  private static final class OfDriver extends SQLSyntaxErrorException {
    private static final long serialVersionUID = 1;

    OfDriver(String reason, String state, int code) {
      super(reason, state, code);
    }
  }

  static Stream<SQLException> standardOnes() {
    return Stream.of(
        new SQLException("pwd=x", "S", 7),
        new SQLNonTransientException("pwd=x", "S", 7),
        new SQLNonTransientConnectionException("pwd=x", "S", 7),
        new SQLInvalidAuthorizationSpecException("pwd=x", "S", 7),
        new SQLSyntaxErrorException("pwd=x", "S", 7),
        new SQLTransientException("pwd=x", "S", 7),
        new SQLTransientConnectionException("pwd=x", "S", 7),
        new SQLTimeoutException("pwd=x", "S", 7),
        new SQLRecoverableException("pwd=x", "S", 7));
  }

  @ParameterizedTest
  @MethodSource("standardOnes")
  void whatStandsForAFailureIsOfItsClass(SQLException failure) {
    SQLException safe = (SQLException) Redactor.safe(failure);

    assertThat((Throwable) safe).hasSameClassAs(failure).hasMessage("pwd=***");
    assertThat(safe.getSQLState()).isEqualTo("S");
    assertThat(safe.getErrorCode()).isEqualTo(7);
  }

  @Test
  void whereTheClassIsNotStandardItIsTheNearestThatIs() {
    assertThat(Redactor.safe(new OfDriver("pwd=x", "42601", 7)))
        .isExactlyInstanceOf(SQLSyntaxErrorException.class)
        .hasMessage(OfDriver.class.getName() + ": pwd=***");
    assertThat(Redactor.safe(new IllegalStateException("pwd=x")))
        .isExactlyInstanceOf(SQLException.class)
        .hasMessage("java.lang.IllegalStateException: pwd=***");
  }

  @Test
  void whatIsTooMuchToSearchIsReplaced() {
    SQLException failure = new SQLException("harmless");
    for (int i = 0; i < 200; i++) {
      failure.addSuppressed(new Throwable("harmless"));
    }
    assertThat(Redactor.safe(failure)).isNotSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET app.secret = 'S3CRET'",
        "ALTER ROLE app PASSWORD 'S3CRET",
        "ALTER USER app IDENTIFIED BY S3CRET",
        "SELECT $a$S3CRET$a$",
        "SELECT f('S3C', 'S3CRET')"
      })
  void whatADriverRepeatsOfTheLiteralsOfAStatementIsHidden(String sql) {
    SQLException failure = new SQLException("syntax error in " + sql, "42601", 7);
    failure.addSuppressed(new Throwable("S3CRET"));

    SQLException safe = Redactor.safeOf(failure, sql);

    assertThat(safe.getMessage()).contains("syntax error in", "***").doesNotContain("S3C", "RET");
    assertThat((Throwable) safe).hasNoSuppressedExceptions();
    assertThat(safe.getSQLState()).isEqualTo("42601");
    assertThat(safe.getErrorCode()).isEqualTo(7);
  }

  @Test
  void whatADriverRepeatsAtTheSideOfAFailureIsHiddenToo() {
    SQLException suppressing = new SQLException("no", "42601");
    suppressing.addSuppressed(new Throwable("closing", new Throwable("at S3CRET")));
    SQLException followed = new SQLException("no", "42601");
    followed.setNextException(new SQLException("at S3CRET"));
    SQLException caused = new SQLException("no", "42601", new SQLException("no", "42601"));
    ((SQLException) caused.getCause()).setNextException(new SQLException("at S3CRET"));

    for (SQLException failure : List.of(suppressing, followed, caused)) {
      SQLException safe = Redactor.safeOf(failure, "SET app.secret = 'S3CRET'");

      assertThat((Throwable) safe).hasNoCause().hasNoSuppressedExceptions();
      assertThat((Throwable) safe.getNextException()).isNull();
      assertThat(safe.getMessage()).doesNotContain("S3CRET");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad value S3C RET DONE",
        "bad value S3CRET DONE",
        "bad value S3C\n   RET  DONE",
        "bad value S3C\r\n\r\nRET DONE"
      })
  void whatADriverRepeatsWithOtherLineBreaksIsHiddenToo(String said) {
    SQLException safe =
        Redactor.safeOf(new SQLException(said, "22023"), "SET app.secret = 'S3C\n  RET DONE'");

    assertThat(safe.getMessage()).isEqualTo("bad value ***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET x = \"pwd=S3C RET\" | bad pwd=S3C RET",
        "SET x = \"password\" | password=S3CRET"
      })
  void aLiteralThatOverlapsWithAnotherFormShowsNothingOfEither(String sql, String said) {
    SQLException safe = Redactor.safeOf(new SQLException(said), sql);

    assertThat(safe.getMessage()).isEqualTo("***");
  }

  @Test
  void whatRepeatsNothingOfAStatementStaysAsItIs() {
    SQLException failure = new SQLException("no such schema", "3F000");

    assertThat((Throwable) Redactor.safeOf(failure, "SET SCHEMA 'S3CRET'")).isSameAs(failure);
    assertThat((Throwable) Redactor.safeOf(failure, "SET ROLE 'sql'")).isSameAs(failure);
  }

  @Test
  @Timeout(60) // what takes a token apart again and again needs hours for this
  void longTextsAreReadOnce() {
    String token = "a1B2".repeat(50_000);
    String literal = "x".repeat(50_000);

    assertThat(Redactor.redact("id=" + token + " at a@b")).isEqualTo("id=" + token + " at a@b");
    assertThat(Redactor.redact("password={" + literal + "}")).isEqualTo("password=***");
    assertThat(Redactor.redact(token + ":" + token + "@db")).contains(token);
    assertThat(Redactor.redactSql("SET x = '" + literal + "'")).isEqualTo("SET x = '***'");
  }

  @Test
  void aPasswordThatBeginsWithADigitIsNoPort() {
    assertThat(Redactor.redact("postgresql://scott:7canary/db is wrong"))
        .isEqualTo("postgresql://scott:***/db is wrong");
    assertThat(Redactor.redact("postgresql://db:5432/orders, postgresql://db:5432."))
        .isEqualTo("postgresql://db:5432/orders, postgresql://db:5432.");
  }
}
