package dev.cenote.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {

  private static final String CANARY = "sw0rdfish";

  private final SettingValues before = new SettingValues();

  SettingsChangeTest() {
    before.put(Settings.URL, "postgresql://app:" + CANARY + "@db/orders");
    before.put(Settings.POOL_SIZE, 5);
  }

  private SettingValues after() {
    return before.copy();
  }

  private CenoteConfigException refused(SettingValues after) {
    return catchThrowableOfType(
        CenoteConfigException.class, () -> SettingsChange.of(before, after));
  }

  @Test
  void whatIsDifferentIsToldAsPeopleWriteIt() {
    SettingValues after = after();
    after.put(Settings.MAX_OVERFLOW, PoolConfig.UNLIMITED);
    after.put(Settings.ACQUIRE_TIMEOUT, Duration.ofSeconds(5));
    after.put(Settings.SCHEMA, "orders");

    SettingsChange change = SettingsChange.of(before, after);

    assertThat(change.told())
        .containsExactly(
            new PoolEvent.Change("maxOverflow", "10", "UNLIMITED"),
            new PoolEvent.Change("acquireTimeout", "30.0 s", "5.0 s"),
            new PoolEvent.Change("schema", "the driver's", "orders"));
    assertThat(change.needsNewConnections()).isTrue();
    assertThat(change.isEmpty()).isFalse();
  }

  @Test
  void anUnnamedDatabaseInMemoryThatIsSaidAgainIsTheSameOne() {
    String url = "h2:mem:";
    SettingValues memory = new SettingValues();
    memory.put(Settings.URL, url);
    CenoteConfig running = memory.check();
    SettingValues after = memory.copy();
    after.put(Settings.URL, url);
    after.put(Settings.POOL_SIZE, 7);

    CenoteConfig changed = SettingsChange.of(memory, after).config();

    assertThat(changed.database()).isEqualTo(running.database());
    assertThat(changed.name()).isEqualTo(running.name());
  }

  @Test
  void durationsThatLookAlikeAreTakenForNoSecret() {
    SettingValues after = after();
    after.put(Settings.ACQUIRE_TIMEOUT, Duration.ofMillis(30_040));

    assertThat(SettingsChange.of(before, after).told())
        .hasToString("[acquireTimeout 30.0 s -> 30.04 s]");
  }

  @Test
  void whatIsSaidAgainIsNoChange() {
    SettingValues after = after();
    after.put(Settings.POOL_SIZE, 5);
    after.put(Settings.MAX_OVERFLOW, 10);
    after.put(Settings.USERNAME, "app");
    after.put(Settings.PASSWORD, CANARY);

    assertThat(SettingsChange.of(before, after).isEmpty()).isTrue();
  }

  @Test
  void aPasswordThatStoodInTheUrlCanBeReplaced() {
    SettingValues after = after();
    after.put(Settings.PASSWORD, "rotated");

    SettingsChange change = SettingsChange.of(before, after);

    assertThat(change.config().password()).isEqualTo("rotated");
    assertThat(change.config().username()).isEqualTo("app");
    assertThat(change.needsNewConnections()).isFalse();
    assertThat(change.values().copy().check().password()).as("recreated").isEqualTo("rotated");
    assertThat(change.told()).hasToString("[password changed]");
  }

  @Test
  void whatTheStartWaitedForNeedNotBeKept() {
    before.put(Settings.ON_START, OnStart.WAIT_FILLED);
    SettingValues after = after();
    after.put(Settings.PREFILL, false);

    SettingsChange change = SettingsChange.of(before, after);

    assertThat(change.config().prefill()).isFalse();
    assertThat(change.values().copy().check().prefill()).as("recreated").isFalse();
    SettingValues next = change.values().copy();
    next.put(Settings.POOL_SIZE, 7);
    assertThat(SettingsChange.of(change.values(), next).config().poolSize()).isEqualTo(7);
  }

  @Test
  void noSecretIsTold() {
    before.putDriverProperty("sslpassword", CANARY);
    SettingValues after = after();
    after.putDriverProperty("sslpassword", CANARY + "2");
    after.put(Settings.PASSWORD, CANARY + "3");
    after.put(Settings.INIT_SQL, "ALTER SESSION SET key = '" + CANARY + "'");

    SettingsChange change = SettingsChange.of(before, after);

    assertThat(change.told()).hasSize(3);
    assertThat(change.toString()).doesNotContain(CANARY).contains("properties changed");
    assertThat(change.config().shown().toString()).doesNotContain(CANARY);
  }

  @Test
  void allProblemsComeTogetherAndOneMistakeIsOneProblem() {
    SettingValues after = after();
    after.put(Settings.URL, "postgresql://app:" + CANARY + "2@standby/orders");
    after.put(Settings.KIND, PoolKind.DIRECT); // which would object to the size
    after.put(Settings.POOL_SIZE, -1);
    after.putText("keepalife", "1min");

    CenoteConfigException wrong = refused(after);

    assertThat(wrong.problems())
        .extracting(Problem::setting, Problem::code)
        .containsExactly(
            tuple("url", ErrorCode.NOT_LIVE),
            tuple("kind", ErrorCode.NOT_LIVE),
            tuple("keepalife", ErrorCode.UNKNOWN_SETTING),
            tuple("poolSize", ErrorCode.WRONG_SETTINGS));
    assertThat(wrong).hasMessageContaining("standby").hasMessageNotContaining(CANARY);
  }

  @Test
  void aUrlThatDiffersInItsPasswordAloneIsNotPassedOver() {
    SettingValues after = after();
    after.putText("url", "postgresql://app:other@db/orders");

    assertThat(refused(after).problems())
        .extracting(Problem::code)
        .containsOnly(ErrorCode.NOT_LIVE);
  }

  @Test
  void whatCannotBeUnderstoodIsAProblemThoughTheValueWouldStay() {
    SettingValues after = after();
    after.putText("kind", "LIST");

    assertThat(refused(after).problems()).extracting(Problem::setting).containsExactly("kind");
  }

  @Test
  void aFileThatWasReadAlreadyMayBeReadAgain() {
    Properties file = new Properties();
    file.putAll(
        Map.of(
            "url", "postgresql://app@db/orders",
            "kind", "PER_THREAD",
            "listeners", SampleParts.OfPool.class.getName(),
            "poolSize", "3"));
    SettingValues read = new SettingValues();
    read.putAll(file, "");
    SettingValues again = read.copy();
    file.setProperty("poolSize", "4");
    again.putAll(file, "");

    SettingsChange change = SettingsChange.of(read, again);

    assertThat(change.told()).containsExactly(new PoolEvent.Change("poolSize", "3", "4"));
    assertThat(change.config().listeners()).isSameAs(read.get(Settings.LISTENERS));
  }

  @Test
  void whatWasUnderstoodInAnotherWayIsNotedOnce() {
    before.putSqlalchemy(Map.of("pool_size", 5), null);
    SettingValues after = after();
    after.putSqlalchemy(Map.of("pool_recycle", 60), null);

    assertThat(SettingsChange.of(before, after).notes())
        .isNotEmpty()
        .noneMatch(note -> note.contains("pool_size"));
  }
}
