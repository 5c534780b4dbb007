package dev.cenote.error;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text before it leaves the pool. It knows forms, not values: the password in
 * the authority of a URL, and every parameter whose name says that it is one. Where a form is
 * ambiguous it hides too much rather than too little. Any thread; never blocks.
 */
public final class Redactor {

  /** What stands where a secret stood. */
  public static final String MASK = "***";

  private static final String KEY =
      "[\\w.%-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_.-]?key|access[_.-]?key"
          + "|private[_.-]?key)[\\w.%-]*";

  /** {@code ://user:secret@}, up to the last @ of the authority. */
  private static final Pattern AUTHORITY = Pattern.compile("(://[^:/?#@\\s\"']*):([^/?#\\s\"']*)@");

  /** The same with a slash or question mark, not encoded as it should be, in the secret. */
  private static final Pattern RAW_AUTHORITY =
      Pattern.compile("(://[^:/?#@\\s\"']*):(?!\\d*(?:[/?,;]|$))([^\\s\"']*)@");

  /** Oracle's {@code jdbc:oracle:thin:user/secret@}. */
  private static final Pattern ORACLE =
      Pattern.compile("(jdbc:oracle:\\w+:[^/@\\s]*)/(\\S+)@", Pattern.CASE_INSENSITIVE);

  /** A value in braces, as SQL Server has them; in it, }} stands for }. */
  private static final Pattern BRACED =
      Pattern.compile("(" + KEY + "\\s*=\\s*)\\{(?:[^}]|}})*}?", Pattern.CASE_INSENSITIVE);

  /** A parameter after ? or &, which ends only at the next &. */
  private static final Pattern QUERY =
      Pattern.compile("([?&]" + KEY + "=)[^&\\s\"']*", Pattern.CASE_INSENSITIVE);

  /** Any other {@code key=value}. */
  private static final Pattern PAIR =
      Pattern.compile("(" + KEY + "\\s*=\\s*)[^&;\\s\"')]+", Pattern.CASE_INSENSITIVE);

  /** A literal of SQL, also one that does not end, or of PostgreSQL in dollars. */
  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^']|'')*'?|\"[^\"]*\"?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)", Pattern.DOTALL);

  /** Oracle's {@code IDENTIFIED BY secret} and H2's {@code PASSWORD secret}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("(\\b(?:identified\\s+by|password)\\s+)[^\\s;'*]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_KEY = Pattern.compile(KEY, Pattern.CASE_INSENSITIVE);

  private static final int CAUSES_MAX = 8;

  private Redactor() {}

  /** The text without secrets. */
  public static String redact(String text) {
    if (text.indexOf('=') < 0 && text.indexOf('@') < 0) {
      return text;
    }
    String safe = mask(AUTHORITY, text, "$1:" + MASK + "@");
    safe = mask(RAW_AUTHORITY, safe, "$1:" + MASK + "@");
    safe = mask(ORACLE, safe, "$1/" + MASK + "@");
    safe = mask(BRACED, safe, "$1" + MASK);
    safe = mask(QUERY, safe, "$1" + MASK);
    return mask(PAIR, safe, "$1" + MASK);
  }

  /** A statement without what stands in quotes, or after a word that announces a secret. */
  public static String redactSql(String sql) {
    String safe = mask(QUOTED, sql, "'" + MASK + "'");
    return mask(ANNOUNCED, redact(safe), "$1" + MASK);
  }

  /** Whether a parameter of this name holds a secret. */
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key).matches();
  }

  /** The messages of a failure and its causes, joined, without secrets and without stacks. */
  public static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(message(failure));
    Throwable cause = failure.getCause();
    for (int depth = 1; cause != null && depth < CAUSES_MAX; depth++) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append(" (").append(message).append(')');
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  /**
   * The failure itself if no message in its chain holds a secret, else a stand-in with the same
   * stack, the messages redacted.
   */
  public static Throwable safe(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
      String text = String.valueOf(each.getMessage());
      if (!text.equals(redact(text))) {
        return standIn(failure);
      }
      each = each.getCause();
    }
    return failure;
  }

  private static SQLException standIn(Throwable failure) {
    String text = failure.getClass().getName() + ": " + describe(failure);
    SQLException standIn =
        failure instanceof SQLException sql
            ? new SQLException(text, sql.getSQLState(), sql.getErrorCode())
            : new SQLException(text);
    standIn.setStackTrace(failure.getStackTrace());
    return standIn;
  }

  /** One line: line breaks of drivers do not belong in a log. */
  private static String message(Throwable failure) {
    String text = failure.getMessage();
    String simple = failure.getClass().getSimpleName();
    return text == null || text.isBlank()
        ? simple
        : redact(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "));
  }

  private static String mask(Pattern pattern, String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.replaceAll(replacement) : text;
  }

  /** Shows that a secret is set, or that none is. */
  public static String mask(@Nullable String secret) {
    return secret == null ? "null" : MASK;
  }
}
