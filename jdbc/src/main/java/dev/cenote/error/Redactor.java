package dev.cenote.error;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in a text by the forms in which they are written: the password in the authority of
 * a URL, and every parameter whose name says that it is one. Where a form is ambiguous it takes too
 * much rather than too little. What a pool says goes through its {@link Secrets}, which know values
 * too. Any thread; never blocks.
 */
public final class Redactor {

  /** What stands where a secret stood. */
  public static final String MASK = "***";

  /**
   * A key from the word that gives it away on: what may stand before stays as it is anyway, and to
   * look for its beginning would take a long token apart again and again.
   */
  static final String KEY =
      "(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|credential|api[_.-]?key|access[_.-]?key"
          + "|private[_.-]?key|pvt[_.-]?key|client[_.-]?key|crypt[_.-]?key|encryption[_.-]?key)[\\w.%-]{0,100}+";

  /** {@code ://user:secret@}, up to the last @ of the authority. */
  private static final Pattern AUTHORITY = Pattern.compile("(://[^:/?#@\\s\"']*):([^/?#\\s\"']*)@");

  /** The same with a slash or question mark, not encoded as it should be, in the secret. */
  private static final Pattern RAW_AUTHORITY =
      Pattern.compile(
          "(://[^:/?#@\\s\"']*):(?!\\*\\*\\*@[^@?;\\s]*[?;][\\w.-]+=(?!\\S*@[^@/?;\\s]*(?:/|:\\d))|\\d*(?:[/?,;]|$))([^\\s\"']*)@");

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
          "(:)(?<=[^\\s:/@\"']:)(?<!(?<![\\w/@.-])(?i:mailto):)(?!"
              + TIME_OF_DAY
              + ")[^\\s/@\"']{0,2000}[^\\s/@\"':]@");

  /** Oracle's {@code jdbc:oracle:thin:user/secret@}. */
  private static final Pattern ORACLE =
      Pattern.compile("(\\boracle:\\w+:[^/@\\s]*)/(\\S+)@", Pattern.CASE_INSENSITIVE);

  /** A value in braces, as SQL Server has them; in it, }} stands for }. */
  static final Pattern BRACED =
      Pattern.compile("(" + KEY + "\\s*=\\s*)\\{(?:[^}]++|}})*+}?", Pattern.CASE_INSENSITIVE);

  /**
   * A parameter after ? or &, which ends only at the next &; SQLCipher's are called {@code key}.
   */
  private static final Pattern QUERY =
      Pattern.compile(
          "([?&](?:[\\w.%-]{0,100}?" + KEY + "|(?:hex|text|re)?key)=)[^&\\s\"']*",
          Pattern.CASE_INSENSITIVE);

  /** Any other {@code key=value}, or {@code key='value'}. */
  private static final Pattern PAIR =
      Pattern.compile(
          "("
              + KEY
              + "\\s*=\\s*)(?:'(?!\\s)(?:[^']++|'')++'|\"(?!\\s)[^\"]++\"|['\"]?[^&;\\s\"')]+)",
          Pattern.CASE_INSENSITIVE);

  /** MySQL's {@code (password=…)}: nothing but the parenthesis ends it. */
  static final Pattern IN_PARENTHESES =
      Pattern.compile(
          "(\\(\\s*[\\w.%-]{0,100}?" + KEY + "\\s*=\\s*)[^)]*", Pattern.CASE_INSENSITIVE);

  /** And {@code (host=db,password=…,port=3306)}. */
  static final Pattern IN_A_LIST =
      Pattern.compile(
          "(,\\s*[\\w.%-]{0,100}?" + KEY + "\\s*=\\s*)[^(),]*(?=[),])", Pattern.CASE_INSENSITIVE);

  /** A literal of SQL, also one that does not end, or of PostgreSQL in dollars. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "'(?:[^']++|'')*+'?|\"[^\"]*\"?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)", Pattern.DOTALL);

  /** Oracle's {@code IDENTIFIED BY secret} and H2's {@code PASSWORD secret}. */
  private static final Pattern ANNOUNCED =
      Pattern.compile("(\\b(?:identified\\s+by|password)\\s+)[^\\s;'*]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|credentials?|key)\\d*$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_KEY =
      Pattern.compile("[\\w.%-]*" + KEY, Pattern.CASE_INSENSITIVE);

  /** What has a name goes first: an @ in it ends no login. */
  private static final List<SecretForm> FORMS =
      List.of(
          new SecretForm(BRACED),
          new SecretForm(QUERY),
          new SecretForm(IN_PARENTHESES),
          new SecretForm(IN_A_LIST),
          new SecretForm(PAIR),
          new SecretForm(AUTHORITY, ":", "@"),
          new SecretForm(RAW_AUTHORITY, ":", "@"),
          new SecretForm(NO_PORT, ":", ""),
          new SecretForm(ORACLE, "/", "@"),
          new SecretForm(LOGIN, "", "@"));

  private Redactor() {}

  /** The text without what has the form of a secret. */
  public static String redact(String text) {
    return isPlain(text) ? text : SecretForm.redact(FORMS, text);
  }

  /** What {@link #redact} would take out, but for values whose names only begin like one. */
  public static Set<String> secretsIn(String text) {
    return isPlain(text) ? Set.of() : SecretForm.secretsIn(FORMS, text);
  }

  private static boolean isPlain(String text) {
    return text.indexOf('=') < 0 && text.indexOf('@') < 0 && !text.contains("://");
  }

  /** A statement without what stands in quotes, or after a word that announces a secret. */
  public static String redactSql(String sql) {
    String safe = SecretForm.mask(QUOTED, sql, "'" + MASK + "'");
    return SecretForm.mask(ANNOUNCED, redact(safe), "$1" + MASK);
  }

  /** Whether the value of that parameter is a secret wherever it stands. */
  public static boolean isNameOfASecret(String key) {
    return SECRET_NAME.matcher(key).find();
  }

  /** Whether a parameter of this name may hold a secret. */
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key).matches() || isNameOfASecret(key);
  }

  /** What stands in quotes in a statement, or after a word that announces a secret. */
  static Stream<String> literalsOf(String sql) {
    Stream<String> quoted = QUOTED.matcher(sql).results().map(found -> unquoted(found.group()));
    Stream<String> announced =
        ANNOUNCED.matcher(sql).results().map(found -> found.group().replaceFirst("^.*\\s", ""));
    return Stream.concat(quoted, announced);
  }

  private static String unquoted(String literal) {
    return literal.replaceAll("^(?:'|\"|\\$\\w*\\$)|(?:'|\"|\\$\\w*\\$)$", "").strip();
  }

  /** Shows that a secret is set, or that none is. */
  public static String mask(@Nullable String secret) {
    return secret == null ? "null" : MASK;
  }
}
