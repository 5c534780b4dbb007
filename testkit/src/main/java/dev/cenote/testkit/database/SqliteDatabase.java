package dev.cenote.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** SQLite in memory, shared by all connections of this process, or in a temporary file. */
public final class SqliteDatabase implements TestDatabase {

  private static final AtomicLong CREATED_COUNT = new AtomicLong();

  /** What SQLite puts beside a database file. */
  private static final List<String> SUFFIXES = List.of("", "-journal", "-wal", "-shm");

  private final String name;
  private final String jdbcUrl;
  private final @Nullable Path file;

  /** Keeps a database in memory alive while nobody else is connected. */
  private final @Nullable Connection anchor;

  private SqliteDatabase(
      String name, String jdbcUrl, @Nullable Path file, @Nullable Connection anchor) {
    this.name = name;
    this.jdbcUrl = jdbcUrl;
    this.file = file;
    this.anchor = anchor;
  }

  /** A database in memory that all connections share. */
  public static SqliteDatabase inMemory() {
    String url = "jdbc:sqlite:file:/cenote-" + CREATED_COUNT.incrementAndGet() + "?vfs=memdb";
    try {
      return new SqliteDatabase("SQLite", url, null, DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite database " + url + " cannot be created", e);
    }
  }

  /** A database in a temporary file, which close deletes. */
  public static SqliteDatabase inFile() {
    try {
      Path file = Files.createTempFile("cenote-", ".sqlite");
      return new SqliteDatabase("SQLite file", "jdbc:sqlite:" + file, file, null);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file for SQLite", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public @Nullable String username() {
    return null;
  }

  @Override
  public @Nullable String password() {
    return null;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.TABLES,
        Capability.SHARED_ROWS,
        Capability.STRICT_ROLLBACK,
        Capability.CLOSED_ROWS,
        Capability.BEGIN_BY_SQL);
  }

  @Override
  public void close() {
    try {
      if (anchor != null) {
        anchor.close();
      }
      if (file != null) {
        for (String suffix : SUFFIXES) {
          Files.deleteIfExists(Path.of(file + suffix));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite database " + jdbcUrl + " cannot be closed", e);
    } catch (IOException e) {
      throw new UncheckedIOException("SQLite file " + file + " cannot be deleted", e);
    }
  }
}
