package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Settings that are wrong, and places where no database is. */
final class SettingScenes {

  private final Watched watched;
  private final Path folder;

  SettingScenes(Watched watched, Path folder) {
    this.watched = watched;
    this.folder = folder;
  }

  /** Hardly one of these can be read. */
  void brokenUrls() {
    String secret = Canary.in("Url");
    for (String url :
        new String[] {
          "postgresql//app:" + secret + "@db/orders",
          "postgresql:/app:" + secret + "@db/orders",
          "app:" + secret + "@db/orders",
          "postgresql://app:" + Canary.odd("Url") + "@db/orders",
          "postgresql://app:" + secret + "%zz@db/orders",
          "postgresql://app:" + secret + "@db:99999/orders",
          "postgresql://app:" + secret + "@[::1/orders",
          "postgresql://app:" + secret + "@%2Fvar%2Frun/orders",
          "postgresql://app:" + secret,
          "mongodb://app:" + secret + "@db/orders",
          "sqlite://app:" + secret + "@db/orders",
          "jdbc:nosuch://app:" + secret + "@db/orders",
          "jdbc:nosuch:db?password=" + secret,
          "jdbc:postgresql://app:" + secret + "@db:port/orders",
          "jdbc:postgresql://app:" + Canary.odd("Jdbc") + "@127.0.0.1:1/orders",
          "jdbc:postgresql://127.0.0.1:1/orders?password=" + secret + ";x&sslmode=nonsense",
          "jdbc:postgresql://127.0.0.1:1/a/b?user=app&password=" + secret,
          "jdbc:sqlserver://db;user=app;password={" + secret + "};encrypt=true",
          "jdbc:oracle:thin:app/" + secret + "@db:1521:orders",
          "jdbc:mysql://app:" + secret + "@db/orders",
          "jdbc:sqlite:/no/such/folder/db?password=" + secret,
          "jdbc:h2:mem:;PASSWORD=" + secret + ";NONSENSE=1"
        }) {
      CenoteDataSource pool = watched.start(b -> b.url(url));
      if (pool != null) {
        watched.end(pool);
      }
      bean(url, secret);
    }
  }

  private void bean(String url, String secret) {
    CenoteDataSource bean = watched.bean();
    bean.setUrl(url);
    bean.setPassword(secret);
    Properties properties = new Properties();
    properties.setProperty("sslpassword", secret);
    bean.setProperties(properties);
    bean.setConnectTimeout(Duration.ofSeconds(1));
    bean.setAcquireTimeout(Duration.ofMillis(50));
    watched.outputs().add(Watched.SETTINGS, bean + " " + bean.getName());
    try {
      bean.getConnection().close();
    } catch (SQLException | RuntimeException failure) {
      watched.failed(failure);
    }
    watched.end(bean);
  }

  /** Several problems at once, from each source. */
  void problems() throws IOException {
    String secret = Canary.in("Problem");
    Properties text = new Properties();
    text.setProperty("url", "postgresql://app:" + secret + "@db/orders");
    text.setProperty("password", Canary.in("Other"));
    text.setProperty("poolSize", "-1");
    text.setProperty("pasword", secret);
    text.setProperty("properties", "password=" + secret);
    text.setProperty("initSql", "");
    text.setProperty("name", "a\n" + "password=" + secret);
    watched.start(b -> b.settings(text));
    Path file = Files.writeString(folder.resolve("password"), secret);
    watched.start(b ->
        b.environment(
            Map.of(
                "CANARY_URL",
                "mongodb://app:" + secret + "@db/orders",
                "CANARY_PASSWORD",
                secret,
                "CANARY_PASSWORD_FILE",
                file.toString(),
                "CANARY_URL_FILE",
                file.toString(),
                "CANARY_PASWORD",
                secret,
                "CANARY_ACQUIRE_TIMEOUT",
                "30"),
            "CANARY_"));
    watched.start(b ->
        b.url("jdbc:postgresql://db/orders?password=" + secret)
            .driverClassName("no.such.Driver")
            .password(secret)
            .poolSize(0)
            .initSql("SET x = '" + secret + "'"));
  }

  /** The same in the words of other pools. */
  void problemsOfOtherPools() {
    String secret = Canary.in("OtherPools");
    watched.start(b ->
        b.hikari(
            Map.of(
                "jdbcUrl",
                "jdbc:postgresql://app:" + secret + "@db/orders",
                "pasword",
                secret,
                "dataSourceClassName",
                "no.such.DataSource",
                "dataSource.pasword",
                secret,
                "maximumPoolSize",
                "many")));
    watched.start(b ->
        b.sqlalchemy(
            Map.of(
                "sqlalchemy.url",
                "mysql+pymysql://app:" + secret + "%@db/orders",
                "sqlalchemy.pool_size",
                "-5",
                "sqlalchemy.password",
                secret)));
  }

  /** Nobody answers, or nobody is known by that name. */
  void nobodyThere() {
    String login = "app:" + Canary.in("Nobody") + "@";
    for (String url :
        new String[] {
          "postgresql://" + login + "127.0.0.1:1/orders",
          "jdbc:postgresql://127.0.0.1:1/orders?user=app&password=" + Canary.in("Nobody"),
          "postgresql://" + login + "no-such-host.invalid/orders"
        }) {
      watched.start(b -> b.url(url).connectTimeout(Duration.ofSeconds(2)));
      CenoteDataSource later =
          watched.start(b ->
              b.url(url)
                  .property("sslpassword", Canary.in("NobodyProperty"))
                  .onStart(OnStart.START_ANYWAY));
      watched.refused(later);
      watched.end(later);
    }
  }
}
