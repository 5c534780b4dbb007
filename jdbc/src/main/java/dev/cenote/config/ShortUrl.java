package dev.cenote.config;

import dev.cenote.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL that people know from other languages, {@code
 * postgresql://user:password@host:port/database?parameter=value}, as its jdbc: URL and login.
 * Parameters are handed on as they are, for the driver to understand.
 *
 * @param jdbcUrl without user and password
 * @param username decoded; null if there is none
 * @param password decoded; null if there is none
 * @param notes what was ignored
 */
record ShortUrl(
    String jdbcUrl, @Nullable String username, @Nullable String password, List<String> notes) {

  private static final Set<String> SERVERS = Set.of("postgresql", "mysql", "mariadb");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z0-9]+)(?:\\+([\\w.-]+))?://(.*)");

  /** A name or IPv4 address, or an IPv6 address in brackets, and perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%\\w]+]|[^\\[\\]:@\\s]*)(?::(\\d{1,5}))?");

  private static final int PORT_MAX = 65_535;

  static ShortUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      boolean harmless = text.matches("[\\w./ -]{1,60}");
      throw unknown((harmless ? "'" + text + "' has" : "it has") + " none of the known forms");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String product = scheme.equals("postgres") ? "postgresql" : scheme;
    String suffix = matcher.group(2);
    List<String> notes =
        suffix == null
            ? List.of()
            : List.of("'+" + suffix + "' in the URL names a driver of another language; ignored");
    if (product.equals("sqlite")) {
      return new ShortUrl(sqlite(matcher.group(3)), null, null, notes);
    }
    if (!SERVERS.contains(product)) {
      throw unknown("'" + scheme + "://' is not known");
    }
    return server(product, matcher.group(3), notes);
  }

  /** After {@code sqlite://}: nothing, or a slash and the file. */
  private static String sqlite(String rest) {
    if (rest.isEmpty()) {
      return "jdbc:sqlite::memory:";
    }
    if (!rest.startsWith("/")) {
      throw unknown(
          "SQLite has no host: write sqlite:///file, with three slashes, or four for /file");
    }
    String file = rest.substring(1);
    return "jdbc:sqlite:" + (file.isEmpty() ? ":memory:" : file);
  }

  private static ShortUrl server(String product, String rest, List<String> notes) {
    Matcher end = Pattern.compile("[/?#]").matcher(rest);
    int authorityEnd = end.find() ? end.start() : rest.length();
    String authority = rest.substring(0, authorityEnd);
    int at = authority.lastIndexOf('@');
    String hosts = hosts(authority.substring(at + 1));
    String path = rest.substring(authorityEnd);
    boolean mayBeInALogin = at < 0 ? authority.indexOf(':') >= 0 : at == authority.length() - 1;
    if (mayBeInALogin && path.split("[?]", 2)[0].indexOf('@') >= 0) {
      throw unreadable(); // what looks like the end of the host is part of the password
    }
    if (path.isEmpty() || path.startsWith("?")) {
      path = "/" + path;
    }
    String url = "jdbc:" + product + "://" + hosts + path;
    if (at < 0) {
      return new ShortUrl(url, null, null, notes);
    }
    String login = authority.substring(0, at);
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    String password = colon < 0 ? null : decode(login.substring(colon + 1));
    return new ShortUrl(url, user.isEmpty() ? null : decode(user), password, notes);
  }

  private static String hosts(String hosts) {
    if (hosts.isEmpty()) {
      return "localhost";
    }
    for (String host : hosts.split(",", -1)) {
      Matcher matcher = HOST.matcher(host);
      if (!matcher.matches() || matcher.group(1).isEmpty()) {
        throw unreadable();
      }
      if (matcher.group(1).toUpperCase(Locale.ROOT).startsWith("%2F")) {
        throw unknown("the host is a Unix socket, which JDBC drivers do not take: name a host");
      }
      String port = matcher.group(2);
      if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > PORT_MAX)) {
        throw unknown("the port is " + port + ", allowed are 1 to " + PORT_MAX);
      }
    }
    return hosts;
  }

  private static RuntimeException unreadable() {
    return unknown(
        "host and port cannot be read. In user and password write @ as %40, : as %3A, / as %2F,"
            + " ? as %3F, # as %23; put an IPv6 address in brackets");
  }

  /** Percent-decoding; unlike in web forms a plus is a plus. */
  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(hex(text, i + 1) * 16 + hex(text, i + 2));
        i += 3;
      } else {
        int codePoint = text.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(String text, int at) {
    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0) {
      throw unknown(
          "user or password has a % without two hexadecimal digits: write % itself as %25");
    }
    return digit;
  }

  /** The text that was given is not shown: where it cannot be read, secrets cannot be found. */
  private static RuntimeException unknown(String why) {
    return DatabaseUrl.problem(
        ErrorCode.UNKNOWN_URL, why + ". Known forms: " + DatabaseUrl.KNOWN_FORMS);
  }
}
