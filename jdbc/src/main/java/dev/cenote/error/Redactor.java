package dev.cenote.error;

import java.util.List;
import java.util.Set;
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
      "(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|credential|logdata|api[_.-]?key"
          + "|access[_.-]?key|account[_.-]?key|auth[_.-]?key|private[_.-]?key|pvt[_.-]?key"
          + "|client[_.-]?key|crypt[_.-]?key|encryption[_.-]?key|crypt[_.-]?config"
          + "|(?:jwt|(?<![a-z])pass)(?![\\w.%-]))[\\w.%-]{0,100}+";

  /** A file that a key may be in; no key ends like that. */
  static final String KEY_FILE = "\\.(?:pem|pk8|p8|p12|pfx|jks|key|der)";

  /** {@code ://user:secret@}, up to the last @ of the authority. */
  private static final SecretForm AUTHORITY =
      new SecretForm("@", "(://[^:/?#@\\s\"']*):([^/?#\\s\"']*)@", ":", "@");

  /**
   * The same with a slash or question mark, not encoded as it should be, in the secret, or with an
   * {@code @} in the user's name. What begins like a port is none if a host and a slash follow.
   */
  private static final SecretForm RAW_AUTHORITY =
      new SecretForm(
          "@",
          "(://[^:/?#\\s\"']*):(?!\\*\\*\\*@[^@?;\\s]*[?;][\\w.-]+=(?!\\S*@[^@/?;&=\\s]*(?:/|:\\d))"
              + "|\\d*(?:,|$|[/?;](?!\\S*@[^@/?;&=\\s\"']*/)))([^\\s\"']*)@",
          ":",
          "@");

  /** {@code ://user:secret} without a host: what is no number is no port. */
  private static final SecretForm NO_PORT =
      new SecretForm(
          "://",
          "(://[^:/?#@\\s\"',\\[]*):(?!\\d+(?:[/?#,;:)\\]}>\\s\"']|\\.(?:\\s|$)|$)|\\*\\*\\*@|\\$\\{|//)"
              + "[^/?#@\\s\"',;)]+",
          ":",
          "");

  /** Behind a colon and up to an @: {@code 10:30@} and {@code 10:30:07.125@}. */
  private static final String TIME_OF_DAY =
      "(?<=(?<![\\w:/@.-])[0-2]?\\d(?::[0-5]\\d)?:)[0-5]\\d(?::[0-5]\\d)?(?:[.,]\\d{1,9})?@";

  /** {@code user:secret@} where the slashes are missing; no time and no {@code mailto:}. */
  private static final SecretForm LOGIN =
      new SecretForm(
          "@",
          "(:)(?<=[^\\s:/@\"']:)(?<!(?<![\\w/@.-])(?i:mailto):)(?!"
              + TIME_OF_DAY
              + "|\\*\\*\\*@)[^\\s/\"']{0,2000}[^\\s/@\"':]@",
          "",
          "@");

  /** What MySQL's drivers say of a login that they take for a host. */
  private static final SecretForm PORT_VALUE =
      new SecretForm("@", "(?i)(\\bport\\s+value\\s*+:\\s*+)[^\\s\"']+@", "", "@");

  /** Oracle's {@code jdbc:oracle:thin:user/secret@}; one that begins with an @ has no login. */
  private static final SecretForm ORACLE =
      new SecretForm(
          "@",
          "(?i)(\\boracle:(?:\\w+:)?+(?!@)(?:\"[^\"]{0,300}\"|[^/\\s]{0,300}))"
              + "/(?:\"[^\"]{0,2000}\"|\\S{1,2000})@",
          "/",
          "@");

  /** The same without a host. */
  private static final SecretForm ORACLE_LOGIN =
      new SecretForm(
          "/", "(?i)(\\boracle:\\w+:[^/@\\s\"']{1,300})/[^\\s@\"'/,;)]++(?![@/])", "/", "");

  /** A value in braces, as SQL Server has them; in it, }} stands for }. */
  static final SecretForm BRACED =
      new SecretForm("{", "(?i)(" + KEY + "\\s*=\\s*)\\{(?:[^}]++|}})*+}?");

  /**
   * A parameter after ? or &, which ends only at the next &; SQLCipher's are called {@code key}.
   */
  private static final SecretForm QUERY =
      new SecretForm(
          "=", "(?i)([?&](?:[\\w.%-]{0,100}?" + KEY + "|(?:hex|text|re)?key)=)[^&\\s\"']*");

  /**
   * Any other {@code key=value}, or {@code key='value'}. A blank behind a quote may mean that the
   * quote ends a text before it: then the next quote begins a word.
   */
  private static final SecretForm PAIR =
      new SecretForm(
          "=",
          "(?i)("
              + KEY
              + "\\s*=\\s*)(?:'(?!\\s)(?:[^']++|'')++'|\"(?!\\s)[^\"]++\""
              + "|'\\s(?:[^']++|'')++'(?=[\\s,;)}\\]]|$)|\"\\s[^\"]++\"(?=[\\s,;)}\\]]|$)"
              + "|['\"]?[^&;\\s\"')]+)");

  /** JSON's {@code "key":"value"}; without quotes it may be a sentence, {@code password: wrong}. */
  private static final SecretForm QUOTED_PAIR =
      new SecretForm(
          ":", "(?is)(" + KEY + "\\\\?([\"'])\\s*+:\\s*+\\\\?\\2)(?:(?!\\2)[^\\\\]|\\\\.)++");

  /** MySQL's {@code (password=…)}: nothing but the parenthesis ends it. */
  static final SecretForm IN_PARENTHESES =
      new SecretForm("(", "(?i)(\\(\\s*[\\w.%-]{0,100}?" + KEY + "\\s*=\\s*)[^)]*");

  /** And {@code (host=db,password=…,port=3306)}; Teradata's may be in quotes. */
  static final SecretForm IN_A_LIST =
      new SecretForm(
          ",",
          "(?i)(,\\s*[\\w.%-]{0,100}?"
              + KEY
              + "\\s*=\\s*+)(?:'(?:[^']++|'')*+'(?=\\s*(?:[),]|$))|(?!')[^(),]*(?=[),]))");

  /** What has a name goes first: an @ in it ends no login. */
  private static final List<SecretForm> FORMS =
      List.of(
          BRACED,
          QUERY,
          IN_PARENTHESES,
          IN_A_LIST,
          PAIR,
          QUOTED_PAIR,
          PORT_VALUE,
          AUTHORITY,
          RAW_AUTHORITY,
          NO_PORT,
          ORACLE,
          ORACLE_LOGIN,
          LOGIN);

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
    return text.indexOf('=') < 0 && text.indexOf('@') < 0 && text.indexOf(':') < 0;
  }

  /** A statement without what stands in quotes, or after a word that announces a secret. */
  public static String redactSql(String sql) {
    return SqlLiterals.redact(sql);
  }

  /** Shows that a secret is set, or that none is. */
  public static String mask(@Nullable String secret) {
    return secret == null ? "null" : MASK;
  }
}
