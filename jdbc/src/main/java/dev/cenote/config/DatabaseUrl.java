package dev.cenote.config;

import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import dev.cenote.error.Redactor;
import dev.cenote.error.UrlRedactor;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is, in the form its driver takes. A jdbc: URL stays as it is, except that an
 * in-memory database of which every connection would see another one is given a name that all
 * connections share.
 *
 * @param jdbcUrl what the driver gets
 * @param product the second part of that URL, for example {@code postgresql}
 * @param username who logs in, from a short form; null if the URL does not say
 * @param password the decoded password from a short form; null if the URL does not say
 * @param hosts one or more {@code host:port}, joined by commas; empty for an embedded database
 * @param database the database's name or file; may be empty
 * @param anchored whether it vanishes with its last connection, so that one must stay open
 * @param notes what was understood in another way than it was written, for the log
 */
public record DatabaseUrl(
    String jdbcUrl,
    String product,
    @Nullable String username,
    @Nullable String password,
    String hosts,
    String database,
    boolean anchored,
    List<String> notes) {

  /** The forms that {@link #parse} knows, for messages and help texts. */
  public static final String KNOWN_FORMS =
      "jdbc:..., postgresql://user:password@host:port/database, mysql://..., mariadb://...,"
          + " sqlite:///file, sqlite:///:memory:, h2:mem:name, h2:./file";

  /**
   * Reads any jdbc: URL or short form.
   *
   * @throws CenoteConfigException naming the known forms, if this is none of them
   */
  public static DatabaseUrl parse(String text) {
    return parse(text, () -> "cenote-" + UUID.randomUUID());
  }

  /** As {@link #parse(String)}; names for unnamed in-memory databases come from {@code names}. */
  static DatabaseUrl parse(String given, Supplier<String> names) {
    String text = given.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("jdbc:")) {
      return ofJdbc(text, names, null, null, List.of());
    }
    if (lower.startsWith("h2:")) {
      return ofJdbc("jdbc:" + text, names, null, null, List.of());
    }
    ShortUrl url = ShortUrl.parse(text);
    return ofJdbc(url.jdbcUrl(), names, url.username(), url.password(), url.notes());
  }

  private static DatabaseUrl ofJdbc(
      String jdbcUrl,
      Supplier<String> names,
      @Nullable String username,
      @Nullable String password,
      List<String> notes) {
    MemoryUrl memory = MemoryUrl.of(jdbcUrl, names);
    UrlPlace place = UrlPlace.of(jdbcUrl);
    return new DatabaseUrl(
        memory.jdbcUrl(),
        place.product(),
        username,
        password,
        place.hosts(),
        place.database(),
        memory.anchored(),
        notes);
  }

  /** How messages name the database: {@code db:5432/orders}, {@code h2:mem:test}. */
  public String place() {
    String name = Redactor.redact(database);
    if (hosts.isEmpty()) {
      return product + ":" + name;
    }
    String safe = Redactor.redact(hosts);
    return name.isEmpty() ? safe : safe + "/" + name;
  }

  /** What a pool on it is called if it has no name: host and database, without ports. */
  public String defaultName() {
    String name = Redactor.redact(database);
    if (hosts.isEmpty()) {
      String file = name.substring(name.replace('\\', '/').lastIndexOf('/') + 1);
      String plain = file.equals(":memory:") ? "memory" : file.replaceAll(":$", "");
      return plain.isEmpty() ? product : product + ":" + plain;
    }
    String host = Redactor.redact(hosts).replaceAll(":\\d+(?=,|$)", "");
    return name.isEmpty() ? host : host + "/" + name;
  }

  /** The URL without secrets. */
  public String redacted() {
    return UrlRedactor.redact(jdbcUrl);
  }

  @Override
  public String toString() {
    return redacted();
  }

  static CenoteConfigException problem(ErrorCode code, String text) {
    return new CenoteConfigException(List.of(new Problem(code, Settings.URL.name(), text)));
  }
}
