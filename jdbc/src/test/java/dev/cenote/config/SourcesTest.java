package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorKind;
import dev.cenote.error.Problem;
import dev.cenote.event.ConnectionCustomizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

  private static final String URL = "jdbc:h2:mem:sources";

  /** A text for every setting that can come from text, other than its default. */
  static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("url", URL),
          Map.entry("username", "sa"),
          Map.entry("password", "pw"),
          Map.entry("driverClassName", "org.h2.Driver"),
          Map.entry("name", "orders"),
          Map.entry("kind", "PER_THREAD"),
          Map.entry("poolSize", "7"),
          Map.entry("maxOverflow", "UNLIMITED"),
          Map.entry("overflowLinger", "31s"),
          Map.entry("maxWaiters", "99"),
          Map.entry("acquireTimeout", "NONE"),
          Map.entry("connectTimeout", "11s"),
          Map.entry("checkTimeout", "6s"),
          Map.entry("resetTimeout", "7s"),
          Map.entry("closeTimeout", "8s"),
          Map.entry("shutdownTimeout", "9s"),
          Map.entry("maxOpening", "2"),
          Map.entry("givenUpMax", "3"),
          Map.entry("prefill", "false"),
          Map.entry("onStart", "START_ANYWAY"),
          Map.entry("maxLifetime", "20min"),
          Map.entry("keepalive", "1min"),
          Map.entry("validation", "ALWAYS"),
          Map.entry("livenessCheck", "OFF"),
          Map.entry("onDisconnect", "INVALIDATE"),
          Map.entry("onOutage", "FAIL_FAST"),
          Map.entry("errorKinds", "57P99=DEAD, -4499=harmless"),
          Map.entry("leakWatch", "STACK"),
          Map.entry("leakThreshold", "20s"),
          Map.entry("reclaimAfter", "21min"),
          Map.entry("idleOrder", "LIFO"),
          Map.entry("resetOnReturn", "NONE"),
          Map.entry("autoCommit", "false"),
          Map.entry("readOnly", "true"),
          Map.entry("isolation", "SERIALIZABLE"),
          Map.entry("catalog", "c"),
          Map.entry("schema", "s"),
          Map.entry("initSql", "SELECT 1"),
          Map.entry("requestBoundaries", "true"),
          Map.entry("jmx", "true"),
          Map.entry("customizers", SampleParts.Customizer.class.getName()),
          Map.entry(
              "connectionListeners",
              SampleParts.Listener.class.getName() + ", " + SampleParts.Listener.class.getName()),
          Map.entry("listeners", SampleParts.OfPool.class.getName()));

  static Stream<Setting<?>> textual() {
    return Settings.all().stream().filter(setting -> setting.type().isTextual());
  }

  private static CenoteConfig environment(Map<String, String> variables) {
    SettingValues values = new SettingValues();
    values.putEnvironment(variables, "CENOTE_");
    return values.check();
  }

  private static CenoteConfigException wrongEnvironment(Map<String, String> variables) {
    return catchThrowableOfType(CenoteConfigException.class, () -> environment(variables));
  }

  @ParameterizedTest
  @MethodSource("textual")
  void everySettingMeansTheSameInEverySource(Setting<?> setting) {
    String text = TEXTS.get(setting.name());
    Properties properties = new Properties();
    properties.setProperty("url", URL);
    properties.setProperty(setting.name(), String.valueOf(text));
    Map<Setting<?>, Object> expected = CenoteConfig.fromProperties(properties).values();

    assertThat(expected).containsKey(setting);
    assertThat(expected.get(setting)).isNotEqualTo(setting.defaultValue());
    Map<String, String> prefixed = new HashMap<>(Map.of("app.db.url", URL, "other", "x"));
    prefixed.put("app.db." + setting.name(), text);
    assertThat(CenoteConfig.fromMap(prefixed, "app.db.").values()).isEqualTo(expected);
    Map<String, String> variables = new HashMap<>(Map.of("CENOTE_URL", URL, "PATH", "/bin"));
    variables.put("CENOTE_" + setting.environmentName(), text);
    assertThat(environment(variables).values()).isEqualTo(expected);
  }

  @Test
  void aMapMayHaveNumbersAndProperties() {
    Map<String, Object> map = new HashMap<>();
    map.put("cenote.url", URL);
    map.put("cenote.poolSize", 3);
    map.put("cenote.prefill", false);
    map.put("cenote.schema", null);
    map.put("cenote.properties.a.b", "c");

    CenoteConfig config = CenoteConfig.fromMap(map, "cenote.");

    assertThat(config.poolSize()).isEqualTo(3);
    assertThat(config.prefill()).isFalse();
    assertThat(config.schema()).isNull();
    assertThat(config.driverProperties()).isEqualTo(Map.of("a.b", "c"));
  }

  @Test
  void aClassThatCannotBeMadeIsReportedWithTheReason() {
    CenoteConfigException wrong =
        wrongEnvironment(
            Map.of(
                "CENOTE_URL", URL,
                "CENOTE_CUSTOMIZERS", "dev.cenote.Missing",
                "CENOTE_CONNECTION_LISTENERS", "java.lang.String",
                "CENOTE_LISTENERS", "dev.cenote.core.event.PoolListener"));

    assertThat(wrong)
        .hasMessageContaining("there is no class dev.cenote.Missing")
        .hasMessageContaining("java.lang.String is no dev.cenote.event.ConnectionListener")
        .hasMessageContaining("cannot make a dev.cenote.core.event.PoolListener");
  }

  /** What a constructor throws is not for lack of one. */
  public static final class Throwing implements PoolListener {
    /** Throws. */
    public Throwing() {
      throw new IllegalStateException("no file with password=S3CRET");
    }

    @Override
    public void on(PoolEvent event) {}
  }

  @Test
  void whatAConstructorThrowsIsTold() {
    assertThat(
            wrongEnvironment(
                Map.of("CENOTE_URL", URL, "CENOTE_LISTENERS", Throwing.class.getName())))
        .hasMessageContaining("threw java.lang.IllegalStateException: no file with password=***");
  }

  @Test
  void aThreadWithoutTheApplicationsClassLoaderFindsClassesToo() throws InterruptedException {
    environment(Map.of("CENOTE_URL", URL)); // drivers are found from here
    AtomicReference<CenoteConfig> read = new AtomicReference<>();
    Thread bare =
        new Thread(() ->
            read.set(
                environment(
                    Map.of(
                        "CENOTE_URL",
                        URL,
                        "CENOTE_CUSTOMIZERS",
                        "dev.cenote.config.SourcesTest$Silent"))));
    bare.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    bare.start();
    bare.join();
    assertThat(read.get().customizers()).hasSize(1);
  }

  /** Does nothing. */
  public static final class Silent implements ConnectionCustomizer {}

  @Test
  void propertiesHaveTheirDefaultsToo() {
    Properties shipped = new Properties();
    shipped.setProperty("cenote.url", URL);

    assertThat(CenoteConfig.fromMap(new Properties(shipped), "cenote.").database()).isNotNull();
  }

  @Test
  void problemsAreToldByTheNamesOfTheirSource() {
    CenoteConfigException wrong =
        wrongEnvironment(
            Map.of(
                "CENOTE_URL", URL,
                "CENOTE_POOLSIZE", "3",
                "CENOTE_MAX_OVERFLOW", "many",
                "CENOTE_MAX_OPENING", "0",
                "CENOTE_PROPERTIES", "x",
                "CENOTE_DATA_SOURCE", "x",
                "CENOTE_ERROR_KINDS", "57P99"));

    assertThat(wrong.problems())
        .extracting(Problem::setting)
        .containsExactlyInAnyOrder(
            "CENOTE_POOLSIZE",
            "CENOTE_MAX_OVERFLOW",
            "CENOTE_MAX_OPENING",
            "CENOTE_PROPERTIES",
            "CENOTE_DATA_SOURCE",
            "CENOTE_ERROR_KINDS");
    assertThat(wrong)
        .hasMessageContaining("Did you mean CENOTE_POOL_SIZE?")
        .hasMessageContaining("CENOTE_PROPERTIES_NAME");
    assertThat(
            catchThrowableOfType(
                CenoteConfigException.class,
                () -> CenoteConfig.fromMap(Map.of("db.url", URL, "db.pool-size", 1), "db.")))
        .hasMessageContaining("db.pool-size: there is no such setting. Did you mean db.poolSize?");
  }

  @Test
  void aPropertyOfTheDriverKeepsItsUpperAndLowerCase() {
    assertThat(
            environment(Map.of("CENOTE_URL", URL, "CENOTE_PROPERTIES_ApplicationName", "orders"))
                .driverProperties())
        .isEqualTo(Map.of("ApplicationName", "orders"));
  }

  @Test
  void aSecretMayStandInAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), " S3CRET \n");

    CenoteConfig config =
        environment(Map.of("CENOTE_URL", URL, "CENOTE_PASSWORD_FILE", file.toString()));

    assertThat(config.password()).isEqualTo(" S3CRET ");
    assertThat(config.toString()).doesNotContain("S3CRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3CRET", "/S3CRET", "S3CRET/x+y", "S3CRET\u0000/"})
  void aPasswordInThePlaceOfItsFileIsNotShown(String password) {
    assertThat(wrongEnvironment(Map.of("CENOTE_URL", URL, "CENOTE_PASSWORD_FILE", password)))
        .hasMessageContaining("CENOTE_PASSWORD_FILE: the file cannot be read: ")
        .hasMessageNotContaining("S3CRET");
  }

  @Test
  void aFileThatIsNotThereAndOneTooManyAreProblems(@TempDir Path directory) {
    assertThat(
            wrongEnvironment(
                Map.of(
                    "CENOTE_URL",
                    URL,
                    "CENOTE_PASSWORD_FILE",
                    directory.resolve("absent").toString(),
                    "CENOTE_USERNAME",
                    "sa",
                    "CENOTE_USERNAME_FILE",
                    "x")))
        .hasMessageContaining("2 problems")
        .hasMessageContaining("absent' cannot be read: NoSuchFileException")
        .hasMessageContaining("CENOTE_USERNAME_FILE, CENOTE_USERNAME: both are set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CENOTE_SERVICE_HOST",
        "CENOTE_SERVICE_PORT",
        "CENOTE_SERVICE_PORT_HTTP",
        "CENOTE_PORT",
        "CENOTE_PORT_5432_TCP",
        "CENOTE_PORT_5432_TCP_ADDR",
        "OTHER_POOL_SIZE"
      })
  void variablesThatOthersSetAreLeftAlone(String variable) {
    assertThat(environment(Map.of("CENOTE_URL", URL, variable, "x")).poolSize()).isEqualTo(5);
  }

  @Test
  void variablesOfAServiceWhoseNameBeginsLikeThePrefixAreLeftAlone() {
    CenoteConfig config =
        environment(
            Map.of(
                "CENOTE_URL", URL,
                "CENOTE_DB_RW_SERVICE_HOST", "10.0.0.1",
                "CENOTE_DB_RW_SERVICE_PORT_POSTGRES", "5432",
                "CENOTE_DB_RW_PORT", "tcp://10.0.0.1:5432",
                "CENOTE_DB_RW_PORT_5432_TCP_ADDR", "10.0.0.1"));
    assertThat(config.poolSize()).isEqualTo(5);

    assertThat(wrongEnvironment(Map.of("CENOTE_URL", URL, "CENOTE_POOL_PORT", "1")))
        .hasMessageContaining("CENOTE_POOL_PORT: there is no such setting");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    CenoteConfig config =
        environment(Map.of("CENOTE_URL", URL, "CENOTE_POOL_SIZE", "", "CENOTE_NONSENSE", ""));

    assertThat(config.poolSize()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CENOTE"})
  void aPrefixOfTheEnvironmentEndsWithAnUnderscore(String prefix) {
    assertThatThrownBy(() -> CenoteConfig.fromEnvironment(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must end with _");
  }

  @Test
  void theEnvironmentOfThisProcessIsRead() {
    assertThatThrownBy(() -> CenoteConfig.fromEnvironment("CENOTE_NOBODY_SETS_THIS_"))
        .hasMessageContaining("url: is not set");
  }

  @Test
  void whatIsSaidLastWins() {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .url(URL)
            .poolSize(1)
            .maxOverflow(1)
            .keepalive(Duration.ofSeconds(1))
            .property("a", "1")
            .settings(Map.of("x.poolSize", 2, "x.maxOverflow", 2, "x.properties.b", 2), "x.")
            .environment(Map.of("X_POOL_SIZE", "3", "X_PROPERTIES_a", "3"), "X_");

    assertThat(builder.toString())
        .contains("poolSize=3, maxOverflow=2")
        .contains("keepalive=1.0 s")
        .contains("properties={a=3, b=2}");
    assertThat(builder.poolSize(4).toString()).contains("poolSize=4");
  }

  @Test
  void aLaterSourceRepairsAnEarlierProblem() {
    SettingValues values = new SettingValues();
    values.putAll(Map.of("url", URL, "poolSize", "many"), "");
    values.putEnvironment(Map.of("CENOTE_POOL_SIZE", "3"), "CENOTE_");

    assertThat(values.check().poolSize()).isEqualTo(3);
  }

  @Test
  void errorKindsAreReadFromText() {
    assertThat(
            CenoteConfig.fromMap(
                    Map.of("url", URL, "errorKinds", " 57P99=dead,08*=HARMLESS , -4499=DEAD"), "")
                .errorKinds())
        .isEqualTo(
            Map.of("57P99", ErrorKind.DEAD, "08*", ErrorKind.HARMLESS, "-4499", ErrorKind.DEAD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"57P99", "57P99=GONE", "57p99=DEAD", "08=", "0*=DEAD", "=DEAD", "a=b=c", ""})
  void whatIsNoErrorOrNoKindIsRefused(String text) {
    assertThatThrownBy(() -> CenoteConfig.fromMap(Map.of("url", URL, "errorKinds", text), ""))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageStartingWith("errorKinds: ");
  }

  @Test
  void noSourceShowsASecret(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "S3CRET\n");
    Map<String, String> variables =
        Map.of(
            "X_URL", "postgresql://app:S3CRET@db/orders?sslpassword=S3CRET",
            "X_PASSWORD_FILE", file.toString(),
            "X_PROPERTIES_accessToken", "S3CRET",
            "X_PROPERTIES_masterKey", "S3CRET",
            "X_PROPERTIES_options", "-c password=S3CRET",
            "X_INIT_SQL", "SET app.key = 'S3CRET'; ALTER USER u IDENTIFIED BY S3CRET",
            "X_POOL_SIZE", "password=S3CRET");
    CenoteDataSourceBuilder builder = CenoteDataSource.builder().environment(variables, "X_");

    assertThat(builder.toString()).contains("initSql=SET app.key = '***'").doesNotContain("S3CRET");
    assertThatThrownBy(builder::build)
        .isInstanceOf(CenoteConfigException.class)
        .satisfies(wrong -> assertThat(wrong.toString()).doesNotContain("S3CRET"));
    CenoteDataSource bean = new CenoteDataSource();
    bean.setUrl(variables.get("X_URL"));
    bean.setPassword("S3CRET");
    assertThat(bean.toString()).contains("db/orders").doesNotContain("S3CRET");
  }
}
