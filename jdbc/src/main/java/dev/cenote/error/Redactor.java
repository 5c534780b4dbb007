package dev.cenote.error;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final Pattern AUTHORITY = Pattern.compile("(://[^:/?#@\\s\"']*):([^/?#\\s\"']*)@");

  /**
   * The same with a slash or question mark, not encoded as it should be, in the secret, or with an
   * {@code @} in the user's name. What begins like a port is none if a host and a slash follow.
   */
  private static final Pattern RAW_AUTHORITY =
      Pattern.compile(
          "(://[^:/?#\\s\"']*):(?!\\*\\*\\*@[^@?;\\s]*[?;][\\w.-]+=(?!\\S*@[^@/?;&=\\s]*(?:/|:\\d))"
              + "|\\d*(?:,|$|[/?;](?!\\S*@[^@/?;&=\\s\"']*/)))([^\\s\"']*)@");

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
              + "|\\*\\*\\*@)[^\\s/\"']{0,2000}[^\\s/@\"':]@");

  /** What MySQL's drivers say of a login that they take for a host. */
  private static final Pattern PORT_VALUE =
      Pattern.compile("(\\bport\\s+value\\s*+:\\s*+)[^\\s\"']+@", Pattern.CASE_INSENSITIVE);

  /** Oracle's {@code jdbc:oracle:thin:user/secret@}; one that begins with an @ has no login. */
  private static final Pattern ORACLE =
      Pattern.compile(
          "(\\boracle:(?:\\w+:)?+(?!@)(?:\"[^\"]{0,300}\"|[^/\\s]{0,300}))"
              + "/(?:\"[^\"]{0,2000}\"|\\S{1,2000})@",
          Pattern.CASE_INSENSITIVE);

  /** The same without a host. */
  private static final Pattern ORACLE_LOGIN =
      Pattern.compile(
          "(\\boracle:\\w+:[^/@\\s\"']{1,300})/[^\\s@\"'/,;)]++(?![@/])", Pattern.CASE_INSENSITIVE);

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

  /**
   * Any other {@code key=value}, or {@code key='value'}. A blank behind a quote may mean that the
   * quote ends a text before it: then the next quote begins a word.
   */
  private static final Pattern PAIR =
      Pattern.compile(
          "("
              + KEY
              + "\\s*=\\s*)(?:'(?!\\s)(?:[^']++|'')++'|\"(?!\\s)[^\"]++\""
              + "|'\\s(?:[^']++|'')++'(?=[\\s,;)}\\]]|$)|\"\\s[^\"]++\"(?=[\\s,;)}\\]]|$)"
              + "|['\"]?[^&;\\s\"')]+)",
          Pattern.CASE_INSENSITIVE);

  /** JSON's {@code "key":"value"}; without quotes it may be a sentence, {@code password: wrong}. */
  private static final Pattern QUOTED_PAIR =
      Pattern.compile(
          "(" + KEY + "\\\\?([\"'])\\s*+:\\s*+\\\\?\\2)(?:(?!\\2)[^\\\\]|\\\\.)++",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** MySQL's {@code (password=…)}: nothing but the parenthesis ends it. */
  static final Pattern IN_PARENTHESES =
      Pattern.compile(
          "(\\(\\s*[\\w.%-]{0,100}?" + KEY + "\\s*=\\s*)[^)]*", Pattern.CASE_INSENSITIVE);

  /** And {@code (host=db,password=…,port=3306)}; Teradata's may be in quotes. */
  static final Pattern IN_A_LIST =
      Pattern.compile(
          "(,\\s*[\\w.%-]{0,100}?"
              + KEY
              + "\\s*=\\s*+)(?:'(?:[^']++|'')*+'(?=\\s*(?:[),]|$))|(?!')[^(),]*(?=[),]))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|credentials?|key|logdata"
              + "|crypt[_.-]?config|jwt|(?<![a-z])pass)\\d*$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME_OF_A_KEY =
      Pattern.compile("key\\d*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME_OF_A_KEY_FILE =
      Pattern.compile(KEY_FILE + "$", Pattern.CASE_INSENSITIVE);

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
          new SecretForm(QUOTED_PAIR),
          new SecretForm(PORT_VALUE, "", "@"),
          new SecretForm(AUTHORITY, ":", "@"),
          new SecretForm(RAW_AUTHORITY, ":", "@"),
          new SecretForm(NO_PORT, ":", ""),
          new SecretForm(ORACLE, "/", "@"),
          new SecretForm(ORACLE_LOGIN, "/", ""),
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
    return text.indexOf('=') < 0 && text.indexOf('@') < 0 && text.indexOf(':') < 0;
  }

  /** A statement without what stands in quotes, or after a word that announces a secret. */
  public static String redactSql(String sql) {
    return SqlLiterals.redact(sql);
  }

  /** Whether the value of that parameter is a secret wherever it stands. */
  public static boolean isNameOfASecret(String key) {
    return SECRET_NAME.matcher(key).find();
  }

  /** As {@link #isNameOfASecret}, but for the file that a key is in. */
  public static boolean isSecretValue(String key, String value) {
    boolean isFile =
        key.equalsIgnoreCase("sslkey") // of PostgreSQL and its relatives, whatever it is called
            || (NAME_OF_A_KEY.matcher(key).find() && NAME_OF_A_KEY_FILE.matcher(value).find());
    return isNameOfASecret(key) && !isFile;
  }

  /** Whether a parameter of this name may hold a secret. */
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key).matches() || isNameOfASecret(key);
  }

  /** Shows that a secret is set, or that none is. */
  public static String mask(@Nullable String secret) {
    return secret == null ? "null" : MASK;
  }
}
