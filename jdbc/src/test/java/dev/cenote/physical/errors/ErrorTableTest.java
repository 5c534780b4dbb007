package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.error.ErrorKind;
import dev.cenote.physical.Product;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.util.Map;
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
    "1792, 25006, ROLE_CHANGED",
    "1836, HY000, ROLE_CHANGED"
  })
  void inMysqlTheCodeDecidesBeforeTheState(int code, String state, ErrorKind kind) {
    SQLException error = new SQLException("something", state, code);
    assertThat(Product.MYSQL.errors().kindsIn(error)).containsExactly(kind);
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
  void suppressedExceptionsTellOfSomethingElse() {
    SQLException error = state("23505");
    error.addSuppressed(state("08006"));

    assertThat(Product.POSTGRESQL.errors().kindsIn(error)).isEmpty();
  }

  @Test
  void theUserHasTheFirstWord() {
    ErrorTable table =
        Product.POSTGRESQL
            .errors()
            .with(Map.of("57P99", DEAD, "08003", HARMLESS, "22*", DEAD, "-4499", SERVER_FULL));

    assertThat(table.kindsIn(state("57P99"))).containsExactly(DEAD);
    assertThat(table.kindsIn(state("08003"))).isEmpty();
    assertThat(table.kindsIn(state("08006"))).containsExactly(DEAD);
    assertThat(table.kindsIn(state("22012"))).containsExactly(DEAD);
    assertThat(table.kindsIn(new SQLException("x", "HY000", -4499))).containsExactly(SERVER_FULL);
  }

  @Test
  void amongTheUsersWordsTheExactOneComesBeforeItsClass() {
    ErrorTable table = ErrorTable.STANDARD.with(Map.of("57*", HARMLESS, "57P01", DEAD));

    assertThat(table.kindsIn(state("57P01"))).containsExactly(DEAD);
    assertThat(table.kindsIn(state("57P02"))).isEmpty();
  }

  @Test
  void fiveDigitsMayBeAStateOrACode() {
    ErrorTable table = ErrorTable.STANDARD.with(Map.of("40001", DEAD));

    assertThat(table.kindsIn(state("40001"))).containsExactly(DEAD);
    assertThat(table.kindsIn(new SQLException("x", "S0001", 40001))).containsExactly(DEAD);
  }

  @Test
  void theUserMayCallEvenATimeoutDead() {
    ErrorTable table = ErrorTable.STANDARD.with(Map.of("57014", DEAD));

    assertThat(table.kindsIn(new SQLTimeoutException("too slow", "57014"))).containsExactly(DEAD);
  }

  @Test
  void whatAWrapperHasDealtWithDoesNotCount() {
    SQLException failedOver = state("08S02");
    failedOver.initCause(state("08006"));

    for (Product product : Product.values()) {
      assertThat(product.errors().kindsIn(failedOver)).as("%s", product).isEmpty();
    }
  }

  @Test
  void anUnknownOutcomeAfterAmazonsFailoverIsNotDead() {
    SQLException unknown =
        new software.amazon.jdbc.plugin.failover.TransactionStateUnknownSQLException();
    unknown.initCause(state("08006"));

    assertThat(Product.MYSQL.errors().kindsIn(unknown)).isEmpty();
    assertThat(Product.MYSQL.errors().kindsIn(state("08007"))).containsExactly(DEAD);
  }

  @Test
  void aReplicasOptionIsToldFromTheOtherOptions() {
    ErrorTable table = Product.MYSQL.errors();
    String text = "The MySQL server is running with the --%s option so it cannot execute this";

    assertThat(table.kindsIn(new SQLException(text.formatted("super-read-only"), "HY000", 1290)))
        .containsExactly(ROLE_CHANGED);
    assertThat(table.kindsIn(new SQLException(text.formatted("secure-file-priv"), "HY000", 1290)))
        .isEmpty();
  }

  @Test
  void aTimeoutMayHaveADeadCause() {
    SQLException timeout = new SQLTimeoutException("too slow", "57014");
    timeout.initCause(state("08006"));

    assertThat(ErrorTable.STANDARD.kindsIn(timeout)).containsExactly(DEAD);
  }
}
