package dev.cenote.error;

import static java.util.stream.Collectors.joining;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private final Secrets formsAlone = new Secrets();

  private static Secrets knowing(String... values) {
    Secrets secrets = new Secrets();
    secrets.learn(List.of(values));
    return secrets;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no S3C@RET",
        "S3C@RET",
        "xS3C@RETx",
        "login of app/S3C@RET failed",
        "jdbc:x://db/orders?password=S3C@RET",
        "postgresql://app:S3C@RET@db/orders",
        "jdbc:x://app:S3C%40RET@db/orders",
        "'S3C%40RET' is wrong",
        "S3C@RET, S3C@RET"
      })
  void aValueIsHiddenWhereverItStands(String text) {
    assertThat(knowing("S3C@RET").redact(text))
        .contains("***")
        .doesNotContain("S3C")
        .doesNotContain("RET");
  }

  @Test
  void aFailureThatSaysAValueAnywhereIsReplaced() {
    Secrets secrets = knowing("S3CRET");
    SQLException caused = new SQLException("no", "28000", 7, new Throwable("not S3CRET"));
    SQLException suppressing = new SQLException("no", "28000", 7);
    suppressing.addSuppressed(new IllegalStateException("S3CRET"));
    SQLException followed = new SQLException("no", "28000", 7);
    followed.setNextException(new SQLException("then S3CRET"));
    SQLException saying = new SQLException("no S3CRET", "28000", 7);

    for (SQLException failure : List.of(caused, suppressing, followed, saying)) {
      SQLException safe = (SQLException) secrets.safe(failure);

      assertThat((Throwable) safe).hasNoCause().hasNoSuppressedExceptions();
      assertThat((Throwable) safe.getNextException()).isNull();
      assertThat(safe.getMessage()).startsWith("no").doesNotContain("S3CRET");
      assertThat(safe.getSQLState()).isEqualTo("28000");
      assertThat(safe.getErrorCode()).isEqualTo(7);
    }
    assertThat(secrets.describe(caused)).isEqualTo("no (not ***)");
    SQLException harmless = new SQLException("no", "28000", new Throwable("secret"));
    assertThat(secrets.safe(harmless)).isSameAs(harmless);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sa | user \"sa\" says sad things in visa | user \"***\" says sad things in visa",
        "sa | sa | ***",
        "1 | 1 of 11 | *** of 11",
        "! | no! said ! it | no! said *** it",
        "app | the application app | the application ***",
        "S3CRET-X | xS3CRET-Xx | x***x"
      })
  void aShortValueIsHiddenWhereItIsAWord(String value, String text, String safe) {
    assertThat(knowing(value).redact(text)).isEqualTo(safe);
  }

  @Test
  void theLongerOfTwoValuesIsHiddenWhole() {
    assertThat(knowing("S3C", "S3CRET").redact("no S3CRET, no S3C")).isEqualTo("no ***, no ***");
    assertThat(knowing("S3CRET", "S3C").redact("no S3CRET, no S3C")).isEqualTo("no ***, no ***");
  }

  @Test
  void whatIsNoSecretOrWouldHideTheMaskIsNotLearned() {
    Secrets secrets = knowing("", " ", "*", "***", "TRUE", "true");

    assertThat(secrets.redact("it is true, * and password=x"))
        .isEqualTo("it is true, * and password=***");
    assertThat(secrets).hasToString("0 secrets");
  }

  @Test
  void whatWasLearnedBeforeStaysHidden() {
    Secrets secrets = knowing("0LD");
    secrets.learn(List.of("N3W"));
    secrets.learn(List.of());

    assertThat(secrets.redact("neither 0LD nor N3W")).isEqualTo("neither *** nor ***");
  }

  @Test
  void ofVeryManyTheOldestAreForgotten() {
    Secrets secrets = knowing("S3CRET");
    for (int i : IntStream.range(1_000, 1_500).toArray()) {
      secrets.learn(List.of("S3CRET", "T0KEN" + i));
    }
    assertThat(secrets.redact("S3CRET T0KEN1499 T0KEN1000")).isEqualTo("*** *** T0KEN1000");
    assertThat(secrets).hasToString("200 secrets");
  }

  @Test
  void aValueThatIsTheWordOfAFormShowsNothingOfEither() {
    assertThat(knowing("password").redact("password=S3CRET")).isEqualTo("***");
  }

  @Test
  void aFailureWithoutSecretsIsHandedOnAsItIs() {
    SQLException failure = new SQLException("refused", "08001", new RuntimeException("no route"));

    assertThat(formsAlone.safe(failure)).isSameAs(failure);
  }

  @Test
  void aFailureWithASecretInItsCauseIsReplacedByOneWithoutIt() {
    Exception cause = new IllegalStateException("url jdbc:x://db?password=S3CRET is wrong");
    SQLException failure = new SQLException("cannot connect", "08001", 7, cause);

    Throwable safe = formsAlone.safe(failure);

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

    assertThat(formsAlone.describe(failure))
        .isEqualTo("cannot connect (no way) (Connection refused)");
    assertThat(formsAlone.describe(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void whatIsAtTheSideOfAFailureIsSafeToo() {
    SQLException suppressing = new SQLException("cannot connect");
    suppressing.addSuppressed(new SQLException("closing", new Throwable("pwd=S3CRET")));
    SQLException followed = new SQLException("cannot connect");
    followed.setNextException(new SQLException("pwd=S3CRET"));

    for (SQLException failure : List.of(suppressing, followed)) {
      Throwable safe = formsAlone.safe(failure);

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
    SQLException safe = (SQLException) formsAlone.safe(failure);

    assertThat((Throwable) safe).hasSameClassAs(failure).hasMessage("pwd=***");
    assertThat(safe.getSQLState()).isEqualTo("S");
    assertThat(safe.getErrorCode()).isEqualTo(7);
  }

  @Test
  void whereTheClassIsNotStandardItIsTheNearestThatIs() {
    assertThat(formsAlone.safe(new OfDriver("pwd=x", "42601", 7)))
        .isExactlyInstanceOf(SQLSyntaxErrorException.class)
        .hasMessage(OfDriver.class.getName() + ": pwd=***");
    assertThat(formsAlone.safe(new IllegalStateException("pwd=x")))
        .isExactlyInstanceOf(SQLException.class)
        .hasMessage("java.lang.IllegalStateException: pwd=***");
  }

  @Test
  void whatIsTooMuchToSearchIsReplaced() {
    SQLException failure = new SQLException("harmless");
    for (int i = 0; i < 200; i++) {
      failure.addSuppressed(new Throwable("harmless"));
    }
    assertThat(formsAlone.safe(failure)).isNotSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET app.secret = 'S3CRET'",
        "ALTER ROLE app PASSWORD 'S3CRET",
        "ALTER USER app IDENTIFIED BY S3CRET",
        "SELECT $a$S3CRET$a$",
        "SELECT f('S3C', 'S3CRET')",
        "/* don't touch */ SET app.name = 'S3CRET'",
        "-- it's\nSET x = $$S3CRET$$",
        "SET `it's` = 'S3CRET'",
        "SET x = 'S3C\\'RET'",
        "SELECT q'[S3C'RET]' FROM dual",
        "ALTER USER app IDENTIFIED BY S3CRET -- don't"
      })
  void whatADriverRepeatsOfTheLiteralsOfAStatementIsHidden(String sql) {
    SQLException failure = new SQLException("syntax error in " + sql, "42601", 7);
    failure.addSuppressed(new Throwable("S3CRET"));

    SQLException safe = Secrets.ofSql(sql).safeOfValues(failure);

    assertThat(safe.getMessage()).contains("syntax error in", "***").doesNotContain("S3C", "RET");
    assertThat((Throwable) safe).hasNoSuppressedExceptions();
    assertThat(safe.getSQLState()).isEqualTo("42601");
    assertThat(safe.getErrorCode()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DO $$BEGIN PERFORM set_config('app.key', 'S3CRET', false); END$$",
        "DO $do$BEGIN EXECUTE $x$SET app.key = 'S3CRET'$x$; END$do$",
        "DO $$BEGIN /* don't */ PERFORM f('S3CRET'); END$$",
        "DO 'BEGIN PERFORM f(''S3CRET''); END'",
        "DO 'BEGIN PERFORM f($$S3CRET$$); END'",
        "PREPARE s FROM 'CALL f \"S3CRET\"'",
        "DO $$BEGIN EXECUTE 'SET app.key = ''S3CRET'''; END$$"
      })
  void whatADriverRepeatsOfTheStatementsOfABlockIsHidden(String sql) {
    SQLException failure = new SQLException("no: SQL statement \"SELECT f('S3CRET')\"", "42601");

    assertThat(Secrets.ofSql(sql).safeOfValues(failure).getMessage())
        .startsWith("no:")
        .doesNotContain("S3CRET");
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
      SQLException safe = Secrets.ofSql("SET app.secret = 'S3CRET'").safeOfValues(failure);

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
        Secrets.ofSql("SET app.secret = 'S3C\n  RET DONE'")
            .safeOfValues(new SQLException(said, "22023"));

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
    SQLException safe = Secrets.ofSql(sql).safeOfValues(new SQLException(said));

    assertThat(safe.getMessage()).isEqualTo("***");
  }

  private static String told(String said, String sql) {
    return Secrets.ofSql(sql).safeOfValues(new SQLException(said)).getMessage();
  }

  @Test
  void aLiteralIsHiddenAsADatabaseReadsItToo() {
    assertThat(told("bad S3C'RET", "SET x = 'S3C''RET'")).isEqualTo("bad ***");
    assertThat(told("bad S3C'RET", "SET x = 'S3C\\'RET'")).isEqualTo("bad ***'***");
    assertThat(told("bad S3CRET", "SELECT q'[S3CRET]' FROM dual")).isEqualTo("bad ***");
  }

  @Test
  void whatIsNoSqlExceptionAndRepeatsALiteralIsReplacedByOne() {
    Secrets literals = Secrets.ofSql("SET x = 'S3CRET'");

    assertThat((Throwable) literals.standInOfValues(new IllegalStateException("bad S3CRET")))
        .isExactlyInstanceOf(SQLException.class)
        .hasMessage("java.lang.IllegalStateException: bad ***");
    assertThat((Throwable) literals.standInOfValues(new IllegalStateException("bad"))).isNull();
  }

  @Test
  @Timeout(60) // what looks at a blank again and again needs minutes for this
  void blanksAreReadOnce() {
    String blanks = " ".repeat(400_000);
    SQLException failure = new SQLException("no" + blanks + "way\n" + blanks + "out");

    assertThat(formsAlone.describe(failure)).isEqualTo("no" + blanks + "way out");
  }

  @Test
  void whatRepeatsNothingOfAStatementStaysAsItIs() {
    SQLException failure = new SQLException("no such schema", "3F000");

    assertThat((Throwable) Secrets.ofSql("SET SCHEMA 'S3CRET'").safeOfValues(failure))
        .isSameAs(failure);
    assertThat((Throwable) Secrets.ofSql("SET ROLE 'sql'").safeOfValues(failure)).isSameAs(failure);
  }

  @Test
  void aVeryLongStatementIsHiddenToo() {
    String sql = "-- it's\n" + "word ".repeat(100_000) + "'S3CRET'";
    assertThat(told("wrong: S3CRET", sql)).isEqualTo("wrong: ***");

    String numbers = IntStream.range(0, 10_000).mapToObj(i -> "n" + i).collect(joining(" "));
    assertThat(told("wrong: S3CRET", "SET x = 'S3CRET', y = '" + numbers + "'"))
        .isEqualTo("wrong: ***");
  }

  @Test
  void aNameInFrontOfALiteralIsToldAlsoWhereThereIsAComment() {
    String sql = "SET sql_mode='ANSI', time_zonx='x' # init";
    String said = "Unknown system variable 'time_zonx'";
    assertThat(told(said, sql)).isEqualTo(said);
  }
}
