package dev.cenote.error;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text that is one jdbc: URL and nothing else. There a value ends where the URL
 * says so: a parameter after ? or &amp; at the next &amp;, one after a semicolon at the next
 * semicolon, a login at the last @. In a text of which a URL may be a part, blanks, quotes and
 * brackets end it too ({@link Redactor}). Any thread; never blocks.
 */
public final class UrlRedactor {

  /** After ? or &amp;; SQLCipher's are called {@code key}. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&](?:[\\w.%-]{0,100}?" + Redactor.KEY + "|(?:hex|text|re)?key)\\s*=)[^&]*",
          Pattern.CASE_INSENSITIVE);

  /** After a semicolon, the first of Db2's after a colon. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "([;:][\\w.%\\s-]{0,100}?" + Redactor.KEY + "\\s*=\\s*)[^;]*", Pattern.CASE_INSENSITIVE);

  /** Anywhere else, and not masked yet. */
  private static final Pattern PAIR =
      Pattern.compile(
          "(" + Redactor.KEY + "\\s*=\\s*)(?!\\*\\*\\*[),])[^&;]+", Pattern.CASE_INSENSITIVE);

  /**
   * {@code ://user:secret@}, up to the last @ of the authority; not {@code ://db:1433;user=a@b}.
   */
  private static final Pattern AUTHORITY =
      Pattern.compile("(://[^:/?#@\\[]*):(?!\\d{0,5};[\\w .]+=)([^/?#]*)@");

  /** The same with a slash or question mark in the secret, which may begin like a port. */
  private static final Pattern RAW_AUTHORITY =
      Pattern.compile(
          "(://[^:/?#@\\[]*):(?!\\*\\*\\*@[^@?;]*[?;][\\w.-]+=(?!.*@[^@/?;]*(?:/|:\\d))|\\d*(?:[?,;]|/[^@?;=]*(?:[?;=]|$)|$))(.*)@");

  /** {@code ://user:secret} without a host: what is no number is no port. */
  private static final Pattern NO_PORT =
      Pattern.compile(
          "(://[^:/?#@,\\[]*):(?!\\d+(?:[/?#,;:)\\]}>]|$)|\\*\\*\\*@|\\$\\{|//)[^/?#@,;)]+");

  /** {@code user:secret@} where the slashes are missing. */
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?<![?;][^@]{0,200})(?<!\\[[0-9A-Fa-f:.%]{0,60})(:)(?<=[^\\s:/@\\[]:)"
              + "(?!\\d{1,5}[;?][\\w .]+=)[^/@]{0,2000}[^/@:]@");

  /** The same as a parameter, a proxy's say; {@code service/host:1433@REALM} is none. */
  private static final Pattern LOGIN_IN_A_PARAMETER =
      Pattern.compile(
          "(?<=[?;][^@]{0,200})(?<!/[\\w.-]{0,100})(:)(?<=[^\\s:/@\\[]:)[^/@&;]{0,2000}[^/@:&;]@");

  /** Oracle's {@code thin:user/secret@}. */
  private static final Pattern ORACLE =
      Pattern.compile("(\\boracle:\\w+:[^/@]*)/(.+)@", Pattern.CASE_INSENSITIVE);

  /** H2's statements for each new connection, if there is a literal in them. */
  private static final Pattern INIT =
      Pattern.compile("(;\\s*INIT\\s*=)(?=[^']*')(?:\\\\.|[^;\\\\])*+", Pattern.CASE_INSENSITIVE);

  private static final List<SecretForm> FORMS =
      List.of(
          new SecretForm(Redactor.BRACED),
          new SecretForm(Redactor.IN_PARENTHESES),
          new SecretForm(Redactor.IN_A_LIST),
          new SecretForm(PARAMETER),
          new SecretForm(PROPERTY),
          new SecretForm(PAIR),
          new SecretForm(AUTHORITY, ":", "@"),
          new SecretForm(RAW_AUTHORITY, ":", "@"),
          new SecretForm(NO_PORT, ":", ""),
          new SecretForm(ORACLE, "/", "@"),
          new SecretForm(LOGIN, "", "@"),
          new SecretForm(LOGIN_IN_A_PARAMETER, "", "@"));

  private UrlRedactor() {}

  /** The URL without what has the form of a secret. */
  public static String redact(String url) {
    return SecretForm.redact(FORMS, SecretForm.mask(INIT, url, "$1" + Redactor.MASK));
  }

  /** What {@link #redact} takes out, but for values whose names only begin like one. */
  public static Set<String> secretsIn(String url) {
    return SecretForm.secretsIn(FORMS, url);
  }
}
