package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.DatabaseUrl;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A database that can be measured: where it is and who logs in. */
final class DemoDatabase {

  private final String mode;
  private final DatabaseUrl url;
  private final @Nullable String loginUrl;
  private final @Nullable String username;
  private final @Nullable String password;

  /**
   * A database.
   *
   * @param mode what it is, in a few words: {@code a real server, embedded}
   * @param loginUrl the URL with who logs in, if it was made for the demo, so that nothing in it
   *     can be anybody else's; null if not
   */
  DemoDatabase(
      String mode,
      DatabaseUrl url,
      @Nullable String loginUrl,
      @Nullable String username,
      @Nullable String password) {
    this.mode = mode;
    this.url = url;
    this.loginUrl = loginUrl;
    this.username = username;
    this.password = password;
  }

  String mode() {
    return mode;
  }

  /** Whether it was made for the demo. */
  boolean own() {
    return loginUrl != null;
  }

  /** The one URL that a program needs; null if it was not made for the demo. */
  @Nullable String loginUrl() {
    return loginUrl;
  }

  /** How messages name it, without secrets. */
  String place() {
    return url.place();
  }

  /** Begins a pool on it. */
  CenoteDataSourceBuilder pool() {
    CenoteDataSourceBuilder builder = CenoteDataSource.builder().url(url.jdbcUrl());
    if (username != null) {
      builder.username(username);
    }
    if (password != null) {
      builder.password(password);
    }
    return builder;
  }

  /** Connections to it without a pool. */
  DirectConnections direct() {
    Properties login = new Properties();
    if (username != null) {
      login.setProperty("user", username);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    return new DirectConnections(url, login);
  }
}
