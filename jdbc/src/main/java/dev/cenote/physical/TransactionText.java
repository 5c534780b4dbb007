package dev.cenote.physical;

import java.util.List;

/**
 * Recognises SQL that begins or ends a transaction, or every one to come, for drivers that do not
 * tell whether one is open. Only the first two words are looked at: {@code BEGIN} alone may open a
 * procedural block. What is missed (a beginning that is not the first statement of its text) leaves
 * the transaction to the borrower; what is taken for a beginning and is none costs one needless
 * rollback. Comments are stepped over, and into those that MySQL executes.
 */
public final class TransactionText {

  private static final List<String> ENDS = List.of("COMMIT", "ROLLBACK", "END");
  private static final List<String> NOISE = List.of("WORK", "TRANSACTION");

  /** MySQL and others; SQL Server, and it among others; Sybase. */
  private static final List<String> SWITCHES =
      List.of("AUTOCOMMIT", "IMPLICIT_TRANSACTIONS", "ANSI_DEFAULTS", "CHAINED");

  private TransactionText() {}

  /**
   * Whether that text can neither begin a transaction nor switch auto-commit, going by its first
   * letter: nearly all texts end here, and to compare words takes as long as all else that the pool
   * does for a statement.
   */
  static boolean isPlain(String sql) {
    int start = skipBlanks(sql, 0);
    if (start == sql.length()) {
      return true;
    }
    int first = sql.charAt(start) | ' '; // small
    return (first != 'b' && first != 's') || isSelect(sql, start);
  }

  /** The most frequent word of all begins like START and SET. */
  private static boolean isSelect(String sql, int start) {
    return start + 2 < sql.length()
        && (sql.charAt(start + 1) | ' ') == 'e'
        && (sql.charAt(start + 2) | ' ') == 'l';
  }

  /** Whether that text begins a transaction. */
  public static boolean begins(String sql) {
    int start = skipBlanks(sql, 0);
    if (isWord(sql, start, "START")) {
      return isWord(sql, skipBlanks(sql, start + "START".length()), "TRANSACTION");
    }
    if (!isWord(sql, start, "BEGIN")) {
      return false;
    }
    int second = skipBlanks(sql, start + "BEGIN".length());
    return isEnd(sql, second)
        || isWord(sql, second, "TRANSACTION")
        || isWord(sql, second, "TRAN")
        || isWord(sql, second, "DISTRIBUTED")
        || isWord(sql, second, "WORK")
        || isWord(sql, second, "DEFERRED")
        || isWord(sql, second, "IMMEDIATE")
        || isWord(sql, second, "EXCLUSIVE")
        || isWord(sql, second, "CONCURRENT");
  }

  /** Whether that text ends a transaction and does nothing else. */
  static boolean ends(String sql) {
    int start = skipBlanks(sql, 0);
    for (String verb : ENDS) {
      if (isWord(sql, start, verb)) {
        int second = skipBlanks(sql, start + verb.length());
        for (String noise : NOISE) {
          if (isWord(sql, second, noise)) {
            second = skipBlanks(sql, second + noise.length());
          }
        }
        return isLast(sql, second); // AND CHAIN begins the next one, TO SAVEPOINT ends none
      }
    }
    return false;
  }

  /** As above; SQL Server counts the beginnings, and a COMMIT ends one of them. */
  static boolean ends(String sql, Product product) {
    return ends(sql)
        && (product != Product.SQLSERVER || isWord(sql, skipBlanks(sql, 0), "ROLLBACK"));
  }

  /** The text that ends a transaction, all levels of it, if there is one. */
  static String ending(boolean commit, Product product) {
    if (product == Product.SQLSERVER) { // which refuses to end what is not there
      return commit ? "WHILE @@TRANCOUNT > 0 COMMIT" : "IF @@TRANCOUNT > 0 ROLLBACK";
    }
    return commit ? "COMMIT" : "ROLLBACK";
  }

  /** {@code SET AUTOCOMMIT}, alone or among other settings: what follows is in a transaction. */
  public static boolean switchesAutoCommit(String sql) {
    int start = skipBlanks(sql, 0);
    if (isWord(sql, start, "SET")) {
      for (int at = start; at < sql.length(); at++) {
        for (String word : SWITCHES) {
          if (isWord(sql, at, word)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Blanks and comments. */
  private static int skipBlanks(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      char next = sql.charAt(at);
      if (next <= ' ') {
        at++;
      } else if (next == '#' || (next == '-' && sql.startsWith("--", at))) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (next == '/' && sql.startsWith("/*", at)) {
        at = skipComment(sql, at);
      } else if (next == '*' && sql.startsWith("*/", at)) {
        at += 2; // of a comment that is executed
      } else {
        break;
      }
    }
    return at;
  }

  private static int skipComment(String sql, int from) {
    int mark = sql.startsWith("M", from + 2) ? from + 3 : from + 2; // MariaDB alone
    if (sql.startsWith("!", mark)) {
      int at = mark + 1;
      while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
        at++; // the version from which on it is executed
      }
      return at;
    }
    int end = sql.indexOf("*/", from + 2);
    return end < 0 ? sql.length() : end + 2;
  }

  private static boolean isEnd(String sql, int at) {
    return at >= sql.length() || sql.charAt(at) == ';';
  }

  /** Whether nothing follows but what does nothing. */
  private static boolean isLast(String sql, int from) {
    int at = skipBlanks(sql, from);
    while (at < sql.length() && sql.charAt(at) == ';') {
      at = skipBlanks(sql, at + 1);
    }
    return at >= sql.length();
  }

  private static boolean isWord(String sql, int at, String word) {
    int end = at + word.length();
    return sql.regionMatches(true, at, word, 0, word.length())
        && (end >= sql.length() || !Character.isLetterOrDigit(sql.charAt(end)));
  }
}
