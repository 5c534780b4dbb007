package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/** Logins at real servers, with the password in each place where one can stand. */
final class LoginScenes {

  /** For logins that shall succeed, on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String QUERY = "select cast(? as varchar(100))";

  /** Where a password stands; the role's name is that of the place. */
  private enum Place {
    PARAMETER,
    USERINFO,
    PROPERTY,
    SETTING,
    FILE,
    TEXT,
    HIKARI,
    HIKARI_BEAN,
    SQLALCHEMY,
    DATA_SOURCE
  }

  private final Watched watched;
  private final Path folder;

  LoginScenes(Watched watched, Path folder) {
    this.watched = watched;
    this.folder = folder;
  }

  /** Each place with the right password and with a wrong one. */
  void atPostgres() throws Exception {
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create()) {
      for (Place place : Place.values()) {
        String role = "canary_" + place.name().toLowerCase(Locale.ROOT);
        String right = place == Place.USERINFO ? Canary.odd("Right") : Canary.in("Right" + place);
        role(database, role, right);
        CenoteDataSource pool =
            watched.start(b -> login(b, place, database, role, right).connectTimeout(PATIENCE));
        if (pool == null) {
          throw new AssertionError("no pool with the password in " + place);
        }
        watched.borrow(pool, QUERY);
        watched.end(pool);
        String wrong = Canary.in("Wrong" + place);
        CenoteDataSource none = watched.start(b -> login(b, place, database, role, wrong));
        if (none != null) {
          throw new AssertionError("a pool with a wrong password in " + place);
        }
        CenoteDataSource later =
            watched.start(
                b -> login(b, place, database, role, wrong).onStart(OnStart.START_ANYWAY));
        watched.refused(later);
        watched.end(later);
      }
      initialStatements(database);
      dropRoles(database);
    }
  }

  private static void role(EmbeddedPostgresDatabase database, String role, String password)
      throws SQLException {
    asSuperuser(database, "CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
  }

  private static void dropRoles(EmbeddedPostgresDatabase database) throws SQLException {
    for (Place place : Place.values()) {
      asSuperuser(database, "DROP ROLE canary_" + place.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void asSuperuser(EmbeddedPostgresDatabase database, String sql)
      throws SQLException {
    try (Connection connection = database.server().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private CenoteDataSourceBuilder login(
      CenoteDataSourceBuilder builder,
      Place place,
      EmbeddedPostgresDatabase database,
      String role,
      String password) {
    String url = database.jdbcUrl();
    String host = url.substring("jdbc:postgresql://".length());
    String login = role + ":" + encoded(password) + "@";
    return switch (place) {
      case PARAMETER ->
          builder.url(url + "?user=" + role + "&password=" + encoded(password) + "&loginTimeout=5");
      case USERINFO -> builder.url("postgresql://" + login + host);
      case PROPERTY ->
          builder
              .url(url)
              .property("user", role)
              .property("password", password)
              .property("sslpassword", Canary.in("Property"));
      case SETTING -> builder.url(url).username(role).password(password);
      case FILE ->
          builder.environment(
              Map.of(
                  "CANARY_URL",
                  url,
                  "CANARY_USERNAME",
                  role,
                  "CANARY_PASSWORD_FILE",
                  file(password),
                  "CANARY_PROPERTIES_sslpassword",
                  Canary.in("Environment")),
              "CANARY_");
      case TEXT -> builder.settings(text(url, role, password));
      case HIKARI -> builder.hikari(Map.of("jdbcUrl", url, "username", role, "password", password));
      case HIKARI_BEAN ->
          builder.hikari(
              Map.of(
                  "dataSourceClassName",
                  PGSimpleDataSource.class.getName(),
                  "dataSource.url",
                  url,
                  "dataSource.user",
                  role,
                  "dataSource.password",
                  password));
      case SQLALCHEMY ->
          builder.sqlalchemy(Map.of("sqlalchemy.url", "postgresql+psycopg2://" + login + host));
      case DATA_SOURCE -> builder.dataSource(source(url, role, password)).name("given");
    };
  }

  private static Properties text(String url, String role, String password) {
    Properties text = new Properties();
    text.setProperty("url", url);
    text.setProperty("username", role);
    text.setProperty("password", password);
    text.setProperty("properties.sslpassword", Canary.in("Text"));
    return text;
  }

  private static PGSimpleDataSource source(String url, String role, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(role);
    source.setPassword(password);
    return source;
  }

  private String file(String password) {
    try {
      return Files.writeString(Files.createTempFile(folder, "password", ""), password + "\n")
          .toString();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String encoded(String password) {
    return password.replace("@", "%40").replace("/", "%2F").replace("?", "%3F").replace(":", "%3A");
  }

  /** What the server repeats of a statement that it does not take. */
  private void initialStatements(EmbeddedPostgresDatabase database) {
    String secret = Canary.in("InitSql");
    for (String sql :
        new String[] {
          "SELECT set_config('app.secret', '" + secret + "', false)",
          "SET application_name = 'x' nonsense '" + secret + "'",
          "SET statement_timeout = '" + secret + "'",
          "ALTER ROLE app PASSWORD '" + secret
        }) {
      CenoteDataSource pool =
          watched.start(b ->
              b.url(database.jdbcUrl())
                  .username(database.username())
                  .password(database.password())
                  .initSql(sql));
      if (pool != null) {
        watched.end(pool);
      }
    }
  }

  /** The same at H2, whose URL has the login in it. */
  void atH2() {
    String url = "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1";
    String right = Canary.in("H2");
    CenoteDataSource first =
        watched.start(b -> b.url(url + ";USER=sa;PASSWORD=" + right).connectTimeout(PATIENCE));
    watched.borrow(first, QUERY);
    watched.start(b -> b.url(url).username("sa").password(Canary.in("H2Wrong")));
    watched.start(b -> b.url(url + ";USER=sa;PASSWORD=" + Canary.in("H2WrongUrl")));
    watched.start(b -> b.url(url + ";USER=sa;PASSWORD=" + right).password(Canary.in("H2Twice")));
    watched.start(
        b -> b.url(url + ";NONSENSE=1;PASSWORD=" + Canary.in("H2Misspelt")).username("sa"));
    watched.start(b -> b.url("jdbc:h2:nofile?password=" + Canary.in("H2Path")));
    String secret = Canary.in("H2InitSql");
    watched.start(b ->
        b.url(url).username("sa").password(right).initSql("ALTER USER sa SET PASSWORT '" + secret));
    watched.start(
        b -> b.url(url).username("sa").password(right).initSql("SET nonsense '" + secret + "' 1"));
    watched.end(first);
  }
}
