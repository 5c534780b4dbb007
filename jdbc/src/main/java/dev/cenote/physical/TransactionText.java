package dev.cenote.physical;

import java.util.List;

/**
 * Recognises SQL that begins or ends a transaction, or every one to come, for drivers that do not
 * tell whether one is open. Only the first two words are looked at: {@code BEGIN} alone may open a
 * procedural block. What is missed (a comment before it, several statements in one text) leaves the
 * transaction to the borrower; what is taken for a beginning and is none costs one needless
 * rollback.
 */
public final class TransactionText {

  private static final List<String> ENDS = List.of("COMMIT", "ROLLBACK", "END");
  private static final List<String> NOISE = List.of("WORK", "TRANSACTION");

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
        || isWord(sql, second, "WORK")
        || isWord(sql, second, "DEFERRED")
        || isWord(sql, second, "IMMEDIATE")
        || isWord(sql, second, "EXCLUSIVE")
        || isWord(sql, second, "CONCURRENT");
  }

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
        return isEnd(sql, second); // AND CHAIN begins the next one, TO SAVEPOINT ends none
      }
    }
    return false;
  }

  /** {@code SET AUTOCOMMIT}, alone or among other settings: what follows is in a transaction. */
  public static boolean switchesAutoCommit(String sql) {
    int start = skipBlanks(sql, 0);
    if (isWord(sql, start, "SET")) {
      for (int at = start; at < sql.length(); at++) {
        if (isWord(sql, at, "AUTOCOMMIT")) {
          return true;
        }
      }
    }
    return false;
  }

  private static int skipBlanks(String sql, int from) {
    int at = from;
    while (at < sql.length() && sql.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static boolean isEnd(String sql, int at) {
    return at >= sql.length() || sql.charAt(at) == ';';
  }

  private static boolean isWord(String sql, int at, String word) {
    int end = at + word.length();
    return sql.regionMatches(true, at, word, 0, word.length())
        && (end >= sql.length() || !Character.isLetterOrDigit(sql.charAt(end)));
  }
}
