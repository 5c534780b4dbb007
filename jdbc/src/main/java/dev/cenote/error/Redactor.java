package dev.cenote.error;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text before it leaves the pool. It knows forms, not values: the password in
 * the authority of a URL, and every parameter whose name says that it is one. Where a form is
 * ambiguous it hides too much rather than too little. Any thread; never blocks.
 */
public final class Redactor {

  /** What stands where a secret stood. */
  public static final String MASK = "***";

  /**
   * A key from the word that gives it away on: what may stand before stays as it is anyway, and to
   * look for its beginning would take a long token apart again and again.
   */
  private static final String KEY =
      "(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_.-]?key|access[_.-]?key"
          + "|private[_.-]?key)[\\w.%-]{0,100}+";

  /** {@code ://user:secret@}, up to the last @ of the authority. */
  private static final Pattern AUTHORITY = Pattern.compile("(://[^:/?#@\\s\"']*):([^/?#\\s\"']*)@");

  /** The same with a slash or question mark, not encoded as it should be, in the secret. */
  private static final Pattern RAW_AUTHORITY =
      Pattern.compile("(://[^:/?#@\\s\"']*):(?!\\d*(?:[/?,;]|$))([^\\s\"']*)@");

  /** {@code ://user:secret} without a host: what is no number is no port. */
  private static final Pattern NO_PORT =
      Pattern.compile(
          "(://[^:/?#@\\s\"',\\[]*):(?!\\d+(?:[/?#,;:)\\]}>\\s\"']|\\.(?:\\s|$)|$)|\\*\\*\\*@|\\$\\{|//)"
              + "[^/?#@\\s\"',;)]+");

  /** Behind a colon and up to an @: {@code 10:30@} and {@code 10:30:07.125@}. */
  private static final String TIME_OF_DAY =
      "(?<=(?<![\\w:/@.-])[0-2]?\\d(?::[0-5]\\d)?:)[0-5]\\d(?::[0-5]\\d)?(?:[.,]\\d{1,9})?@";

  /** {@code user:secret@} where the slashes are missing; no time and no {@code mailto:}. */
  private static final Pattern LOGIN =
      Pattern.compile(
          ":(?<=[^\\s:/@\"']:)(?<!(?<![\\w/@.-])(?i:mailto):)(?!"
              + TIME_OF_DAY
              + ")([^\\s/@\"']{0,2000}[^\\s/@\"':])@");

  /** Oracle's {@code jdbc:oracle:thin:user/secret@}. */
  private static final Pattern ORACLE =
      Pattern.compile("(jdbc:oracle:\\w+:[^/@\\s]*)/(\\S+)@", Pattern.CASE_INSENSITIVE);

  /** A value in braces, as SQL Server has them; in it, }} stands for }. */
  private static final Pattern BRACED =
      Pattern.compile("(" + KEY + "\\s*=\\s*)\\{(?:[^}]++|}})*+}?", Pattern.CASE_INSENSITIVE);

  /** A parameter after ? or &, which ends only at the next &. */
  private static final Pattern QUERY =
      Pattern.compile("([?&][\\w.%-]{0,100}?" + KEY + "=)[^&\\s\"']*", Pattern.CASE_INSENSITIVE);

  /** Any other {@code key=value}. */
  private static final Pattern PAIR =
      Pattern.compile("(" + KEY + "\\s*=\\s*)[^&;\\s\"')]+", Pattern.CASE_INSENSITIVE);

  /** A literal of SQL, also one that does not end, or of PostgreSQL in dollars. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "'(?:[^']++|'')*+'?|\"[^\"]*\"?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)", Pattern.DOTALL);

  /** Oracle's {@code IDENTIFIED BY secret} and H2's {@code PASSWORD secret}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("(\\b(?:identified\\s+by|password)\\s+)[^\\s;'*]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_KEY =
      Pattern.compile("[\\w.%-]*" + KEY, Pattern.CASE_INSENSITIVE);

  private static final Pattern LINE_BREAK = Pattern.compile("\\s*[\\r\\n]+\\s*");

  private static final int CAUSES_MAX = 8;

  /** What has more companions is not searched to its end, and replaced. */
  private static final int REACHED_MAX = 100;

  /** Shorter ones are words of every message. */
  private static final int SECRET_LENGTH_MIN = 3;

  private Redactor() {}

  /** The text without secrets. */
  public static String redact(String text) {
    if (text.indexOf('=') < 0 && text.indexOf('@') < 0 && !text.contains("://")) {
      return text;
    }
    String safe = mask(AUTHORITY, text, "$1:" + MASK + "@");
    safe = mask(RAW_AUTHORITY, safe, "$1:" + MASK + "@");
    safe = mask(NO_PORT, safe, "$1:" + MASK);
    safe = mask(LOGIN, safe, ":" + MASK + "@");
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
    return describe(failure, List.of());
  }

  private static String describe(Throwable failure, List<String> secrets) {
    StringBuilder text = new StringBuilder(message(failure, secrets));
    Throwable cause = failure.getCause();
    for (int depth = 1; cause != null && depth < CAUSES_MAX; depth++) {
      String message = message(cause, secrets);
      if (text.indexOf(message) < 0) {
        text.append(" (").append(message).append(')');
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  /**
   * The failure itself if nothing that can be reached from it holds a secret, else a stand-in with
   * the same stack, the messages redacted; of the same class, or the nearest of JDBC's.
   */
  public static Throwable safe(Throwable failure) {
    boolean safe = isTrueOfAll(failure, text -> text.equals(redact(text)));
    return safe ? failure : StandIn.of(failure, describe(failure));
  }

  /** As {@link #safe}, of null too. */
  public static @Nullable Throwable safeOrNull(@Nullable Throwable failure) {
    return failure == null ? null : safe(failure);
  }

  /** What a driver throws may carry others at its side, which are printed too. */
  private static boolean isTrueOfAll(Throwable failure, Predicate<String> condition) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>(List.of(failure));
    while (!next.isEmpty()) {
      Throwable each = next.remove();
      String text = each.toString();
      String message = String.valueOf(each.getMessage());
      text = text.contains(message) ? text : text + " " + message;
      String words = text.replace(each.getClass().getName(), "");
      if (seen.size() > REACHED_MAX || !condition.test(words)) {
        return false;
      }
      Stream.concat(companions(each), Arrays.stream(each.getSuppressed()))
          .filter(seen::add)
          .forEach(next::add);
    }
    return true;
  }

  private static Stream<Throwable> companions(Throwable each) {
    Throwable successor = each instanceof SQLException sql ? sql.getNextException() : null;
    return Stream.concat(Stream.ofNullable(each.getCause()), Stream.ofNullable(successor));
  }

  /**
   * The failure of a statement, or a stand-in as {@link #safe} has it if anything that can be
   * reached from it repeats what stands in quotes in the statement, or after a word that announces
   * a secret.
   */
  public static SQLException safeOf(SQLException failure, String sql) {
    List<String> secrets = secretsOf(sql);
    boolean safe = isTrueOfAll(failure, text -> secrets.stream().noneMatch(folded(text)::contains));
    return safe ? failure : StandIn.of(failure, describe(failure, secrets));
  }

  /** The longest first: one may be part of another. With line breaks as spaces, and without. */
  private static List<String> secretsOf(String sql) {
    Stream<String> quoted = QUOTED.matcher(sql).results().map(found -> unquoted(found.group()));
    Stream<String> announced =
        ANNOUNCED.matcher(sql).results().map(found -> found.group().replaceFirst("^.*\\s", ""));
    return Stream.concat(quoted, announced)
        .flatMap(secret -> Stream.of(secret, LINE_BREAK.matcher(secret).replaceAll("")))
        .map(Redactor::folded)
        .filter(secret -> secret.length() >= SECRET_LENGTH_MIN)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  private static String folded(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String unquoted(String literal) {
    return literal.replaceAll("^(?:'|\"|\\$\\w*\\$)|(?:'|\"|\\$\\w*\\$)$", "").strip();
  }

  /** One line: line breaks of drivers do not belong in a log. */
  private static String message(Throwable failure, List<String> secrets) {
    String text = failure.getMessage();
    if (text == null || text.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    String line = LINE_BREAK.matcher(text.strip()).replaceAll(" ");
    String safe = hide(redact(line), secrets);
    boolean overlap = !secrets.isEmpty() && !safe.equals(redact(hide(line, secrets)));
    return overlap ? MASK : safe; // what one of them has cut in two the other does not find
  }

  private static String hide(String line, List<String> secrets) {
    String safe = line;
    for (String secret : secrets) {
      safe = folded(safe).replace(secret, MASK);
    }
    return safe;
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
