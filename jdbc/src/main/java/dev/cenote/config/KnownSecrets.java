package dev.cenote.config;

import dev.cenote.error.Redactor;
import dev.cenote.error.UrlRedactor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets among settings, by value. Not what a given DataSource holds, which only it knows; and
 * not the literals of {@code initSql}, which are hidden where that fails.
 */
public final class KnownSecrets {

  private KnownSecrets() {}

  /** The password, what the URL says, as it stands there and decoded, and driver properties. */
  public static List<String> of(CenoteConfig config) {
    DatabaseUrl url = config.database();
    List<String> secrets = new ArrayList<>(url == null ? List.of() : of(url));
    Stream.ofNullable(config.password()).forEach(secrets::add);
    config
        .driverProperties()
        .forEach((name, value) -> {
          if (Redactor.isNameOfASecret(name)) {
            secrets.add(value);
          }
        });
    return secrets;
  }

  /** Those of a URL. */
  static List<String> of(DatabaseUrl url) {
    List<String> secrets = new ArrayList<>();
    for (String raw : UrlRedactor.secretsIn(url.jdbcUrl())) {
      secrets.add(raw);
      secrets.add(decoded(raw));
      secrets.add(decoded(raw.replace("+", "%2B"))); // drivers differ in what a plus is
      if (raw.startsWith("{")) { // SQL Server's braces; in them }} stands for }
        secrets.add(raw.substring(1).replaceAll("}$", "").replace("}}", "}"));
      }
    }
    Stream.ofNullable(url.password()).forEach(secrets::add);
    return secrets;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
