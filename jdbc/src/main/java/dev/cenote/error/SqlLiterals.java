package dev.cenote.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands in quotes in a statement, or after a word that announces a secret. Statements are of
 * any dialect: where a quote may be part of a comment, or of what another quote has begun, all from
 * the first one on is taken for literals. Any thread; never blocks.
 */
final class SqlLiterals {

  /** A literal of SQL, also one that does not end, or of PostgreSQL in dollars. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "'(?:[^']++|'')*+'?|\"[^\"]*\"?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)", Pattern.DOTALL);

  /** With comments, escaped quotes, Oracle's {@code q'[…]'} and quotes of one dialect alone. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile("--|/\\*|[#`\\[]|\\\\['\"]|q'", Pattern.CASE_INSENSITIVE);

  private static final Pattern QUOTE = Pattern.compile("['\"]|\\$\\w*\\$");

  /** Oracle's {@code IDENTIFIED BY secret} and H2's {@code PASSWORD secret}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("(\\b(?:identified\\s+by|password)\\s+)[^\\s;'*]+", Pattern.CASE_INSENSITIVE);

  /** H2's {@code PASSWORD 'secret'} and {@code SALT '…' HASH '…'}, and what others know. */
  private static final Pattern ANNOUNCED_IN_QUOTES =
      Pattern.compile(
          "\\b(?:password|hash|salt|identified\\s+by)\\s*+=?\\s*+"
              + "('(?:[^']++|'')*+'?|\\$\\$.*?(?:\\$\\$|$))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private SqlLiterals() {}

  /** The statement without them, and without what has the form of a secret in any text. */
  static String redact(String sql) {
    String safe = Redactor.redact(withoutQuoted(sql));
    return SecretForm.mask(ANNOUNCED, safe, "$1" + Redactor.MASK);
  }

  private static String withoutQuoted(String sql) {
    String masked = "'" + Redactor.MASK + "'";
    if (!AMBIGUOUS.matcher(sql).find()) {
      return SecretForm.mask(QUOTED, sql, masked);
    }
    Matcher first = QUOTE.matcher(sql);
    return first.find() ? sql.substring(0, first.start()) + masked : sql;
  }

  /** Their values, as they stand there and without what the quotes need. */
  static Stream<String> in(String sql) {
    Stream<String> quoted =
        AMBIGUOUS.matcher(sql).find()
            ? pieces(sql)
            : QUOTED.matcher(sql).results().flatMap(found -> valuesWithin(found.group()));
    Stream<String> announced =
        ANNOUNCED
            .matcher(sql)
            .results()
            .map(found -> found.group().substring(found.group(1).length()));
    return Stream.concat(quoted, announced);
  }

  /** Only of those in quotes after a word that announces a secret: others are names and paths. */
  static Stream<String> announcedIn(String sql) {
    return ANNOUNCED_IN_QUOTES.matcher(sql).results().flatMap(found -> valuesOf(found.group(1)));
  }

  /**
   * Also what is in it if it is SQL itself, which comes back statement by statement. Each level
   * loses its quotes, so it ends.
   */
  private static Stream<String> valuesWithin(String literal) {
    return Stream.concat(valuesOf(literal), in(textOf(literal)));
  }

  /** As it stands there, and as a database reads it. */
  private static Stream<String> valuesOf(String literal) {
    return Stream.of(unquoted(literal), textOf(literal)).distinct();
  }

  /** In dollars quotes stand as they are. */
  private static String textOf(String literal) {
    String value = unquoted(literal);
    return literal.startsWith("$") ? value : value.replace("''", "'");
  }

  private static String unquoted(String literal) {
    return literal.replaceAll("^(?:'|\"|\\$\\w*\\$)|(?:'|\"|\\$\\w*\\$)$", "").strip();
  }

  /** What stands behind each quote up to the next one, whichever of them begin a literal. */
  private static Stream<String> pieces(String sql) {
    return QUOTE
        .splitAsStream(sql)
        .skip(1) // what stands before the first one is no literal
        .map(String::strip)
        .flatMap(piece -> isBeginning(piece) ? Stream.of(piece) : Stream.of(piece, bare(piece)));
  }

  /** What stands in front of a literal, rather: its last word is a name. */
  private static boolean isBeginning(String piece) {
    return piece.endsWith("=") || piece.endsWith("(");
  }

  /** Without what may belong to the quotes: a backslash, or Oracle's brackets. */
  private static String bare(String piece) {
    int begin = 0;
    int end = piece.length();
    while (begin < end && !Character.isLetterOrDigit(piece.charAt(begin))) {
      begin++;
    }
    while (begin < end && !Character.isLetterOrDigit(piece.charAt(end - 1))) {
      end--;
    }
    return piece.substring(begin, end);
  }
}
