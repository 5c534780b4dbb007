package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin;",
        " Begin\tTransaction",
        "BEGIN WORK",
        "BEGIN IMMEDIATE",
        "begin exclusive transaction",
        "START TRANSACTION",
        "start  transaction read only",
        "BEGIN DISTRIBUTED TRAN",
        "BEGIN -- by hand",
        "BEGIN /* by hand */",
        "-- of the importer\nBEGIN",
        "/* of the importer */ START /* all */ TRANSACTION",
        "/*!40000 BEGIN */",
        "/*M!100100 BEGIN */",
        "# of the importer\nBEGIN"
      })
  void textThatBeginsATransactionIsRecognised(String sql) {
    assertThat(TransactionText.begins(sql)).isTrue();
    assertThat(TransactionText.isPlain(sql)).isFalse();
    assertThat(TransactionText.ends(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SELECT 1",
        "BEGINNING",
        "START SLAVE",
        "BEGIN update_stock(1); END;",
        "BEGIN ATOMIC",
        "insert into begin values (1)",
        "STARTTRANSACTION",
        "-- BEGIN",
        "/* BEGIN",
        "/* BEGIN */",
        "-"
      })
  void otherTextIsNot(String sql) {
    assertThat(TransactionText.begins(sql)).isFalse();
    assertThat(TransactionText.ends(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SELECT 1",
        "\tselect 1",
        "UPDATE t SET x = 1",
        "INSERT INTO begin VALUES (1)",
        "{call f()}",
        "COMMIT",
        "/* by tag */ UPDATE t SET x = 1",
        "-- begins nothing\nSELECT 1"
      })
  void mostTextsAreKnownByTheirFirstLetters(String sql) {
    assertThat(TransactionText.isPlain(sql)).isTrue();
    assertThat(TransactionText.begins(sql) || TransactionText.switchesAutoCommit(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        " commit;",
        "COMMIT TRANSACTION",
        "end transaction;",
        "END",
        "ROLLBACK",
        "rollback work",
        "ROLLBACK ;",
        "COMMIT; -- done",
        "/* by tag */ COMMIT /* done */"
      })
  void textThatEndsATransactionIsRecognised(String sql) {
    assertThat(TransactionText.ends(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ROLLBACK TO SAVEPOINT a",
        "COMMITTED",
        "ENDING",
        "COMMIT AND CHAIN",
        "ROLLBACK WORK AND CHAIN",
        "COMMIT PREPARED 'a'",
        "COMMIT; BEGIN",
        "ROLLBACK; BEGIN TRAN",
        "COMMIT; SELECT 1"
      })
  void whatEndsAPartOrBeginsTheNextEndsNothing(String sql) {
    assertThat(TransactionText.ends(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET AUTOCOMMIT FALSE",
        " set autocommit=0",
        "SET @@session.autocommit = 0",
        "SET sql_mode = '', autocommit = 1",
        "/*!40101 SET autocommit=0 */",
        "SET IMPLICIT_TRANSACTIONS ON",
        "SET ANSI_DEFAULTS ON",
        "set chained on"
      })
  void textThatSwitchesAutoCommitIsRecognised(String sql) {
    assertThat(TransactionText.switchesAutoCommit(sql)).isTrue();
    assertThat(TransactionText.isPlain(sql)).isFalse();
    assertThat(TransactionText.begins(sql)).isFalse();
    assertThat(TransactionText.ends(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT @@autocommit", "SET autocommitted = 1", "SETAUTOCOMMIT", "SET"})
  void textThatOnlyLooksSoIsNot(String sql) {
    assertThat(TransactionText.switchesAutoCommit(sql)).isFalse();
  }
}
