package dev.cenote.physical;

import static dev.cenote.physical.ErrorKind.DEAD;
import static dev.cenote.physical.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.physical.ErrorKind.ROLE_CHANGED;
import static dev.cenote.physical.ErrorKind.SERVER_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {

  private static SQLException state(String state) {
    return new SQLException("something", state);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void everyProductKnowsALostConnectionByItsClass(Product product) {
    assertThat(product.errors().kindsIn(state("08006"))).containsExactly(DEAD);
    assertThat(product.errors().kindsIn(state("08S01"))).containsExactly(DEAD);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void everyProductKnowsARefusedLoginByItsClass(Product product) {
    assertThat(product.errors().kindsIn(state("28000"))).containsExactly(LOGIN_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0A000", "08S02", "57014", "40001", "23505", "42601", "22003", "", "0"})
  void ordinaryErrorsAreHarmless(String state) {
    for (Product product : Product.values()) {
      assertThat(product.errors().kindsIn(state(state))).as("%s", product).isEmpty();
    }
  }

  @Test
  void anErrorWithoutStateIsHarmless() {
    assertThat(ErrorTable.STANDARD.kindsIn(new SQLException())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "57P01, DEAD",
    "57P02, DEAD",
    "57P03, DEAD",
    "57P04, DEAD",
    "57P05, DEAD",
    "25P03, DEAD",
    "25P04, DEAD",
    "25006, ROLE_CHANGED",
    "53300, SERVER_FULL",
    "28P01, LOGIN_REFUSED",
    "3D000, LOGIN_REFUSED",
    "08004, LOGIN_REFUSED"
  })
  void postgresqlsStates(String state, ErrorKind kind) {
    assertThat(Product.POSTGRESQL.errors().kindsIn(state(state))).containsExactly(kind);
  }

  @Test
  void serversThatSpeakPostgresqlsProtocolAreUnderstoodThroughAnyDriver() {
    ErrorTable table = ErrorTable.STANDARD;
    assertThat(table.kindsIn(state("57P01"))).containsExactly(DEAD);
    assertThat(table.kindsIn(state("53300"))).containsExactly(SERVER_FULL);
    assertThat(table.kindsIn(state("25006"))).containsExactly(ROLE_CHANGED);
  }

  @ParameterizedTest
  @CsvSource({
    "1040, 08004, SERVER_FULL",
    "1203, 42000, SERVER_FULL",
    "1045, 28000, LOGIN_REFUSED",
    "1049, 42000, LOGIN_REFUSED",
    "1053, 08S01, DEAD",
    "4031, HY000, DEAD",
    "1792, 25006, ROLE_CHANGED"
  })
  void inMysqlTheCodeDecidesBeforeTheState(int code, String state, ErrorKind kind) {
    SQLException error = new SQLException("something", state, code);
    assertThat(Product.MYSQL.errors().kindsIn(error)).containsExactly(kind);
  }

  @Test
  void sqliteErrorsAreKnownByCodeOrWords() {
    ErrorTable table = Product.SQLITE.errors();
    assertThat(table.kindsIn(new SQLException("[SQLITE_IOERR_READ] ...", null, 10)))
        .containsExactly(DEAD);
    assertThat(table.kindsIn(new SQLException("[SQLITE_READONLY_DBMOVED] moved", null, 8)))
        .containsExactly(DEAD);
    assertThat(table.kindsIn(new SQLException("[SQLITE_READONLY] no", null, 8))).isEmpty();
    assertThat(table.kindsIn(new SQLException("[SQLITE_BUSY] locked", null, 5))).isEmpty();
  }

  @Test
  void aTimeoutOfAStatementIsNotDeadWhateverItsState() {
    assertThat(ErrorTable.STANDARD.kindsIn(new SQLTimeoutException("too slow", "08006"))).isEmpty();
  }

  @Test
  void onlyTheStandardTableBelievesExceptionTypes() {
    SQLException recoverable = new SQLRecoverableException("closed", "99999", 17008);
    assertThat(ErrorTable.STANDARD.kindsIn(recoverable)).containsExactly(DEAD);
    SQLException mode = new SQLNonTransientConnectionException("unknown mode", "90088", 90088);
    assertThat(Product.H2.errors().kindsIn(mode)).isEmpty();
  }

  @Test
  void causesAndNextExceptionsAreLookedAt() {
    SQLException error = state("HY000");
    error.initCause(new IllegalStateException("wrapped", state("57P01")));
    SQLException next = state("01000");
    next.setNextException(state("25006"));
    error.setNextException(next);

    assertThat(Product.POSTGRESQL.errors().kindsIn(new RuntimeException(error)))
        .isEqualTo(Set.of(DEAD, ROLE_CHANGED));
  }

  @Test
  void aChainThatBitesItsTailEnds() {
    SQLException first = state("HY000");
    SQLException second = state("53300");
    first.initCause(second);
    second.initCause(first);
    first.setNextException(second);

    assertThat(Product.POSTGRESQL.errors().kindsIn(first)).containsExactly(SERVER_FULL);
  }

  @Test
  void aVeryLongChainIsNotReadToItsEnd() {
    SQLException first = state("HY000");
    for (int i = 0; i < 1000; i++) {
      first.setNextException(state("HY000"));
    }
    first.setNextException(state("08006"));

    assertThat(ErrorTable.STANDARD.kindsIn(first)).isEmpty();
  }

  @Test
  void aTableCanBeExtended() {
    ErrorTable table =
        ErrorTable.builder().code(4711, DEAD).state("08003", ErrorKind.HARMLESS).build();
    assertThat(table.kindsIn(new SQLException("x", "HY000", 4711))).containsExactly(DEAD);
    assertThat(table.kindsIn(state("08003"))).isEmpty();
    assertThat(table.kindsIn(state("08001"))).containsExactly(DEAD);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5432/shop, POSTGRESQL",
    "jdbc:aws-wrapper:postgresql://db/shop, POSTGRESQL",
    "jdbc:mariadb://db/h2, MYSQL",
    "jdbc:mysql://db/shop?x=postgresql:, MYSQL",
    "jdbc:h2:mem:sqlite, H2",
    "jdbc:sqlite::memory:, SQLITE",
    "jdbc:oracle:thin:@db:1521:x, OTHER"
  })
  void theProductIsNamedByTheUrl(String url, Product product) {
    assertThat(Product.ofUrl(url)).isEqualTo(product);
  }
}
