package dev.cenote.error;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text that is one jdbc: URL and nothing else. There a value ends where the URL
 * says so: a parameter after ? or &amp; at the next &amp;, one after a semicolon at the next
 * semicolon, a login at the last @. In a text of which a URL may be a part, blanks, quotes and
 * brackets end it too ({@link Redactor}). Any thread; never blocks.
 */
public final class UrlRedactor {

  /** In a URL any name that ends like this is one of a secret, but not if a file is named. */
  private static final String OTHER_KEY =
      "(?<!ssl)key\\d*+\\s*+=\\s*+(?![^&;=?]*" + Redactor.KEY_FILE + "(?:[&;]|$))";

  /** After ? or &amp;. */
  private static final SecretForm PARAMETER =
      new SecretForm(
          "=", "(?i)([?&][\\w.%-]{0,100}?(?:" + Redactor.KEY + "\\s*=|" + OTHER_KEY + "))[^&]*");

  /** After a semicolon, the first of Db2's after a colon. */
  private static final SecretForm PROPERTY =
      new SecretForm(
          "=",
          "(?i)([;:][\\w.%\\s-]{0,100}?(?:" + Redactor.KEY + "\\s*=\\s*|" + OTHER_KEY + "))[^;]*");

  /** The name of a parameter that is not written as it is read. */
  private static final Pattern ENCODED_NAME =
      Pattern.compile("(?<=[?&;])[\\w.-]*+%[\\w.%-]*+(?=\\s*=)");

  /** Anywhere else, and not masked yet. */
  private static final SecretForm PAIR =
      new SecretForm("=", "(?i)(" + Redactor.KEY + "\\s*=\\s*+)(?!\\*\\*\\*[),])[^&;]+");

  /** Where SQL Server's host has no port, a colon behind it is none of a login. */
  private static final String HOST = "://(?![^:/?#@]{0,300};[\\w .]+=)";

  /**
   * {@code ://user:secret@}, up to the last @ of the authority; not {@code ://db:1433;user=a@b}.
   */
  private static final SecretForm AUTHORITY =
      new SecretForm("@", "(" + HOST + "[^:/?#@\\[]*):(?!\\d{0,5};[\\w .]+=)([^/?#]*)@", ":", "@");

  /**
   * The same with a slash or question mark in the secret, which may begin like a port, or with an
   * {@code @} in the user's name. What looks like a port is none if a host and a slash follow.
   */
  private static final SecretForm RAW_AUTHORITY =
      new SecretForm(
          "@",
          "("
              + HOST
              + "[^:/?#\\[]*):(?!\\*\\*\\*@[^@?;]*[?;][\\w.-]+=(?!.*@[^@/?;&=]*(?:/|:\\d))"
              + "|\\d*(?:,|(?:[?;]|/[^@?;=]*(?:[?;=]|$))(?!.*@[^@/?;&=]*/)|$))(.*)@",
          ":",
          "@");

  /** {@code ://user:secret} without a host: what is no number is no port. */
  private static final SecretForm NO_PORT =
      new SecretForm(
          "://",
          "("
              + HOST
              + "[^:/?#@,\\[]*):(?!\\d+(?:[/?#,;:)\\]}>]|$)|\\*\\*\\*@|\\$\\{|//)[^/?#@,;)]+",
          ":",
          "");

  /** What has no login in front of an @: there stand a file and parameters. */
  private static final String EMBEDDED = "(?:h2|hsqldb|derby|sqlite|duckdb):";

  private static final String NOT_EMBEDDED =
      "(?<!^jdbc:" + EMBEDDED + "[^@]{0,200})(?!" + EMBEDDED + ")";

  /**
   * No colon of a login: those around Oracle's name, Db2's before the first property, and where the
   * only @ is that of a user's name.
   */
  private static final String NO_LOGIN =
      "(?<!\\boracle:(?:thin:|oci8?:|kprb:)?)(?!(?:[\\w-]+:)?oracle:)"
          + "(?!(?<=:\\d{1,5}/[\\w.$#-]{1,100}:)[\\w .]+=)"
          + "(?![^@]{0,2000}(?<=[?;&:])(?:user(?:name)?|uid)\\s*=[^@;&?]{0,300}@[^@]*$)";

  /** {@code user:secret@} where the slashes are missing. */
  private static final SecretForm LOGIN =
      new SecretForm(
          "@",
          "(?i)(?<![?;][^@]{0,200})(?<!\\[[0-9A-F:.%]{0,60})(:)(?<=[^\\s:/@\\[]:)"
              + NOT_EMBEDDED
              + NO_LOGIN
              + "(?!\\d{1,5}[;?][\\w .]+=|\\*\\*\\*@)[^/]{0,2000}[^/@:]@",
          "",
          "@");

  /** The same as a parameter, a proxy's say; {@code service/host:1433@REALM} is none. */
  private static final SecretForm LOGIN_IN_A_PARAMETER =
      new SecretForm(
          "@",
          "(?<=[?;][^@]{0,200})(?<!/[\\w.-]{0,100})(:)(?<=[^\\s:/@\\[]:)(?!\\*\\*\\*@)"
              + "[^/&;]{0,2000}[^/@:&;]@",
          "",
          "@");

  /** Oracle's {@code thin:user/secret@}; one that begins with an @ has no login. */
  private static final SecretForm ORACLE =
      new SecretForm(
          "@",
          "(?i)(\\boracle:(?:\\w+:)?+(?!@)(?:\"[^\"]{0,300}\"|[^/]{0,300}))/.{1,2000}@",
          "/",
          "@");

  /** The same without a host. */
  private static final SecretForm ORACLE_LOGIN =
      new SecretForm(
          "/",
          "(?i)(\\boracle:(?:\\w+:)?+(?!@)(?:\"[^\"]{0,300}\"|[^/@]{0,300}))/[^@]{1,2000}$",
          "/",
          "");

  /** H2's statements for each new connection, if there is a literal in them. */
  private static final SecretForm INIT =
      new SecretForm(
          "=", "(?is)(;\\s*INIT\\s*=)(?=(?:[^;\\\\'$]++|\\\\.)*+['$])(?:[^;\\\\]++|\\\\.)*+");

  private static final List<SecretForm> NAMED =
      List.of(
          Redactor.BRACED, Redactor.IN_PARENTHESES, Redactor.IN_A_LIST, PARAMETER, PROPERTY, PAIR);

  private static final List<SecretForm> LOGINS =
      List.of(AUTHORITY, RAW_AUTHORITY, NO_PORT, ORACLE, ORACLE_LOGIN, LOGIN, LOGIN_IN_A_PARAMETER);

  private UrlRedactor() {}

  /** The URL without what has the form of a secret. */
  public static String redact(String url) {
    String safe = INIT.mask(withPlainNames(url));
    return SecretForm.redact(LOGINS, SecretForm.redact(NAMED, safe));
  }

  /** What {@link #redact} takes out, but for values whose names only begin like one. */
  public static Set<String> secretsIn(String url) {
    String plain = withPlainNames(url);
    Set<String> found = new LinkedHashSet<>(SecretForm.secretsIn(NAMED, plain));
    found.addAll(loginsIn(url));
    INIT.foundIn(plain)
        .map(init -> init.group().replace("\\;", ";"))
        .flatMap(SqlLiterals::announcedIn)
        .forEach(found::add);
    return found;
  }

  /** Those among them that have no name, and stand where a host is looked for. */
  public static Set<String> loginsIn(String url) {
    return SecretForm.secretsIn(LOGINS, SecretForm.redact(NAMED, withPlainNames(url)));
  }

  /** {@code pass%77ord} is password to a driver. */
  private static String withPlainNames(String url) {
    return url.indexOf('%') < 0
        ? url
        : ENCODED_NAME
            .matcher(url)
            .replaceAll(found -> {
              String name = decoded(found.group());
              return Matcher.quoteReplacement(SecretNames.isSecret(name) ? name : found.group());
            });
  }

  /** What this means in a URL; itself if it is not encoded as there. */
  public static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
