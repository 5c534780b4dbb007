package dev.cenote.config;

import dev.cenote.error.SecretNames;
import dev.cenote.error.UrlRedactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets among settings, by value. Not what a given DataSource holds, which only it knows; and
 * not the literals of {@code initSql}, which are hidden where that fails.
 */
public final class KnownSecrets {

  /** Where the next host's login begins, if each has its own: {@code @db1:3306,app:}. */
  private static final Pattern NEXT_LOGIN =
      Pattern.compile("@[^@,]*(?:,[^:@,/]*(?::\\d+)?)*,[^:@,/]*:");

  /** Only with one of these do drivers read a login in another way. */
  private static final Pattern MISLEADING = Pattern.compile("[/?#@:]");

  /** Where they cut it then: what they take for a host, a port, a path or a parameter. */
  private static final Pattern CUT = Pattern.compile("[/?#:,@;!&=]+");

  /** Shorter ones tell little, and are words of many messages. */
  private static final int PIECE_MIN = 3;

  /** What drivers say themselves. */
  private static final Set<String> WORDS =
      Set.of(
          "user",
          "username",
          "password",
          "host",
          "port",
          "database",
          "server",
          "connection",
          "the",
          "for",
          "not",
          "and");

  private static final Pattern PORT = Pattern.compile("\\d+");

  private KnownSecrets() {}

  /** The password, what the URL says, as it stands there and decoded, and driver properties. */
  public static List<String> of(CenoteConfig config) {
    DatabaseUrl url = config.database();
    List<String> secrets = new ArrayList<>(url == null ? List.of() : of(url));
    Stream.ofNullable(config.password()).forEach(secrets::add);
    config
        .driverProperties()
        .forEach((name, value) -> {
          if (SecretNames.isSecretValue(name, value)) {
            secrets.add(value);
          }
        });
    return secrets;
  }

  /** Those of a URL, and what a driver may repeat of a login that it reads in another way. */
  static List<String> of(DatabaseUrl url) {
    Stream<String> whole = UrlRedactor.secretsIn(url.jdbcUrl()).stream();
    Stream<String> pieces =
        UrlRedactor.loginsIn(url.jdbcUrl()).stream()
            .flatMap(KnownSecrets::piecesOf)
            .filter(piece -> !piece.equalsIgnoreCase(url.product()));
    List<String> secrets =
        new ArrayList<>(Stream.concat(whole, pieces).flatMap(KnownSecrets::writings).toList());
    Stream.ofNullable(url.password()).forEach(secrets::add);
    return secrets;
  }

  private static Stream<String> piecesOf(String login) {
    return NEXT_LOGIN
        .splitAsStream(login)
        .flatMap(one ->
            MISLEADING.matcher(one).find()
                ? Stream.concat(
                    Stream.of(one), CUT.splitAsStream(one).filter(KnownSecrets::tellsEnough))
                : Stream.of(one));
  }

  private static boolean tellsEnough(String piece) {
    return piece.length() >= PIECE_MIN
        && !PORT.matcher(piece).matches()
        && !WORDS.contains(piece.toLowerCase(Locale.ROOT));
  }

  /** As it stands there, decoded, and without what quotes it. */
  private static Stream<String> writings(String raw) {
    String plusKept = raw.replace("+", "%2B"); // drivers differ in what a plus is
    return Stream.of(raw, UrlRedactor.decoded(raw), UrlRedactor.decoded(plusKept), unquoted(raw));
  }

  /** Without SQL Server's braces, in which }} stands for }, and without quotes. */
  private static String unquoted(String raw) {
    if (raw.startsWith("{")) {
      return raw.substring(1).replaceAll("}$", "").replace("}}", "}");
    }
    for (String quote : List.of("'", "\"")) {
      if (raw.length() > 1 && raw.startsWith(quote) && raw.endsWith(quote)) {
        return raw.substring(1, raw.length() - 1).replace(quote + quote, quote);
      }
    }
    return raw;
  }
}
