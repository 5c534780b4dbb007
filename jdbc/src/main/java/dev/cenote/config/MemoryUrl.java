package dev.cenote.config;

import dev.cenote.error.ErrorCode;
import dev.cenote.error.UrlRedactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * In-memory databases. Most of them are private to one connection unless they have a name, and
 * vanish with their last connection: a pool needs one that its connections share and that something
 * keeps alive. Derby's are neither: shared by name, and be it the empty one, until they are
 * dropped.
 *
 * @param jdbcUrl the URL, with a name if it had none
 * @param anchored whether a connection must stay open for the data to stay
 */
record MemoryUrl(String jdbcUrl, boolean anchored) {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String H2 = "jdbc:h2:mem:";
  private static final String HSQLDB = "jdbc:hsqldb:mem:";
  private static final String DUCKDB = "jdbc:duckdb:";

  /** What makes a SQLite URL one of private memory; the memdb VFS takes their place. */
  private static final Set<String> SQLITE_MODES = Set.of("mode", "cache", "vfs", "shared_cache");

  static MemoryUrl of(String jdbcUrl, Supplier<String> names) {
    if (jdbcUrl.startsWith(SQLITE)) {
      return ofSqlite(jdbcUrl, names);
    }
    if (jdbcUrl.startsWith(H2)) {
      return ofH2(jdbcUrl, names);
    }
    if (jdbcUrl.startsWith(HSQLDB)) {
      return ofHsqldb(jdbcUrl, names);
    }
    if (jdbcUrl.startsWith(DUCKDB)) {
      return ofDuckDb(jdbcUrl);
    }
    return new MemoryUrl(jdbcUrl, false);
  }

  /**
   * The memdb VFS shares a database whose name begins with a slash between connections of a
   * process. Unlike a shared cache it locks as a file does and so honours busy_timeout.
   */
  private static MemoryUrl ofSqlite(String jdbcUrl, Supplier<String> names) {
    String[] fileAndQuery = jdbcUrl.substring(SQLITE.length()).split("\\?", 2);
    String file = fileAndQuery[0];
    List<String> parameters =
        fileAndQuery.length < 2 ? List.of() : List.of(fileAndQuery[1].split("&"));
    boolean uri = file.startsWith("file:");
    boolean memdb = uri && parameters.contains("vfs=memdb");
    boolean memory =
        file.isEmpty()
            || file.equals(":memory:")
            || file.equals("file::memory:")
            || (uri && parameters.contains("mode=memory"));
    if (!memory && !memdb) {
      return new MemoryUrl(jdbcUrl, false);
    }
    boolean shared = memdb ? file.startsWith("file:/") : uri && parameters.contains("cache=shared");
    if (shared) {
      return new MemoryUrl(jdbcUrl, true);
    }
    List<String> kept = new ArrayList<>();
    kept.add("vfs=memdb");
    for (String parameter : parameters) {
      if (!SQLITE_MODES.contains(parameter.split("=", 2)[0])) {
        kept.add(parameter);
      }
    }
    return new MemoryUrl(SQLITE + "file:/" + names.get() + "?" + String.join("&", kept), true);
  }

  private static MemoryUrl ofH2(String jdbcUrl, Supplier<String> names) {
    String rest = jdbcUrl.substring(H2.length());
    boolean unnamed = rest.isEmpty() || rest.startsWith(";");
    String url = unnamed ? H2 + names.get() + rest : jdbcUrl;
    boolean stays = rest.toUpperCase(Locale.ROOT).matches(".*;DB_CLOSE_DELAY\\s*=\\s*-1(;.*)?");
    return new MemoryUrl(url, !stays);
  }

  /**
   * HSQLDB refuses one without a name. One with a name is shared, and stays until SHUTDOWN, unless
   * it is to shut down with its last connection: so does the one that nobody but this pool knows.
   */
  private static MemoryUrl ofHsqldb(String jdbcUrl, Supplier<String> names) {
    String rest = jdbcUrl.substring(HSQLDB.length());
    boolean shutsDown = rest.toLowerCase(Locale.ROOT).matches(".*;shutdown\\s*=\\s*true(;.*)?");
    boolean unnamed = rest.isEmpty() || rest.startsWith(";");
    if (!unnamed) {
      return new MemoryUrl(jdbcUrl, shutsDown);
    }
    String ending = shutsDown ? "" : ";shutdown=true";
    return new MemoryUrl(HSQLDB + names.get() + rest + ending, true);
  }

  private static MemoryUrl ofDuckDb(String jdbcUrl) {
    String file = jdbcUrl.substring(DUCKDB.length()).split("[?;]", 2)[0];
    if (file.isEmpty() || file.equals(":memory:")) {
      throw DatabaseUrl.problem(
          ErrorCode.PRIVATE_MEMORY,
          "'"
              + UrlRedactor.redact(jdbcUrl)
              + "' is another, empty database for each connection of the pool."
              + " Give it a name, jdbc:duckdb::memory:NAME, or a file, jdbc:duckdb:FILE");
    }
    return new MemoryUrl(jdbcUrl, file.startsWith(":memory:"));
  }
}
