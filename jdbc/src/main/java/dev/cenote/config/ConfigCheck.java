package dev.cenote.config;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolKind;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One check of collected settings: each alone, then those that must fit together. */
final class ConfigCheck {

  private final SettingValues values;
  private final List<Problem> problems;
  private final Set<Setting<?>> wrong = new LinkedHashSet<>();

  ConfigCheck(SettingValues values, Collection<Problem> problems) {
    this.values = values;
    this.problems = new ArrayList<>(problems);
  }

  CenoteConfig check() {
    for (Setting<?> setting : Settings.all()) {
      checkRange(setting);
    }
    DatabaseUrl url = checkSource();
    checkKind();
    checkSizes();
    checkStart();
    if (!problems.isEmpty()) {
      throw new CenoteConfigException(problems);
    }
    List<String> notes = new ArrayList<>(url == null ? List.of() : url.notes());
    notes.addAll(values.notes());
    return new CenoteConfig(values.asMap(), url, notes);
  }

  private <T> void checkRange(Setting<T> setting) {
    T value = values.get(setting);
    if (value != null && !setting.allows(value)) {
      wrong.add(setting);
      String shown = setting.type().show(value);
      report(values.keyOf(setting), "is '" + shown + "', allowed: " + setting.allowed());
    }
  }

  /** Exactly one source of connections, and one login. */
  private @Nullable DatabaseUrl checkSource() {
    String url = values.get(Settings.URL);
    if (values.get(Settings.DATA_SOURCE) != null) {
      if (url != null) {
        report("url, dataSource", "both are set: connections come from one of them, remove one");
      }
      if (values.get(Settings.DRIVER_CLASS_NAME) != null) {
        report("driverClassName, dataSource", "a dataSource needs no driver, remove one of them");
      }
      if (!values.getOrDefault(Settings.DRIVER_PROPERTIES).isEmpty()) {
        report("properties, dataSource", "a dataSource takes no properties: set them on it");
      }
      return null;
    }
    if (url == null) {
      report("url", "is not set. Known forms: " + DatabaseUrl.KNOWN_FORMS);
      return null;
    }
    return wrong.contains(Settings.URL) ? null : checkUrl();
  }

  private @Nullable DatabaseUrl checkUrl() {
    try {
      DatabaseUrl database = Objects.requireNonNull(values.database());
      checkLogin(Settings.USERNAME, database.username());
      checkLogin(Settings.PASSWORD, database.password());
      if (!wrong.contains(Settings.DRIVER_CLASS_NAME)) {
        Drivers.find(database, values.get(Settings.DRIVER_CLASS_NAME));
      }
      return database;
    } catch (CenoteConfigException unknown) {
      problems.addAll(unknown.problems());
      return null;
    }
  }

  private void checkLogin(Setting<String> setting, @Nullable String inUrl) {
    String set = values.get(setting);
    if (set != null && inUrl != null && !set.equals(inUrl) && !values.isLive()) {
      report(setting.name() + ", url", "both say it and differ, remove one");
    }
  }

  /** What was set on purpose and has no meaning for this kind. */
  private void checkKind() {
    PoolKind kind = values.getOrDefault(Settings.KIND);
    reportIfAny("kind, poolSize", kind.objectionToPoolSize(values.poolSize()));
    reportIfAny("kind, maxOverflow", kind.objectionToMaxOverflow(values.maxOverflow()));
    if (!values.getOrDefault(Settings.RECLAIM_AFTER).isZero()
        && (kind.shares() || values.getOrDefault(Settings.LEAK_WATCH) == LeakWatch.OFF)) {
      report(
          "reclaimAfter, leakWatch, kind",
          "reclaimAfter needs a leakWatch other than OFF, and a kind that shares no connection");
    }
    if (kind.keeps()) {
      return;
    }
    if (Boolean.TRUE.equals(values.get(Settings.PREFILL))) {
      report("kind, prefill", kind + " keeps no connection: there is nothing to fill");
    }
    reportIfSet(kind, Settings.MAX_LIFETIME);
    reportIfSet(kind, Settings.KEEPALIVE);
  }

  private void reportIfSet(PoolKind kind, Setting<Duration> setting) {
    Duration set = values.get(setting);
    if (set != null && !set.isZero()) {
      report(
          "kind, " + setting.name(),
          kind + " closes each connection after its first borrower: leave it unset, or 0");
    }
  }

  private void reportIfAny(String settings, @Nullable String objection) {
    if (objection != null) {
      report(settings, objection);
    }
  }

  private void checkSizes() {
    int kept = values.poolSize();
    int more = values.maxOverflow();
    if (kept == 0 && more == 0) {
      report("poolSize, maxOverflow", "both are 0: the pool could never open a connection");
    }
    boolean prefill = values.getOrDefault(Settings.PREFILL);
    if (kept == PoolConfig.UNLIMITED && prefill) {
      report(
          "poolSize, prefill",
          "UNLIMITED connections cannot be opened at the start: prefill=false");
    }
  }

  private void checkStart() {
    boolean filled = values.getOrDefault(Settings.ON_START) == OnStart.WAIT_FILLED;
    boolean prefill = values.getOrDefault(Settings.PREFILL);
    if (filled && !values.getOrDefault(Settings.KIND).keeps()) {
      report("kind, onStart", "WAIT_FILLED waits for what this kind never keeps");
    }
    if (filled && !prefill && !values.isLive()) {
      report("onStart, prefill", "WAIT_FILLED waits for what prefill=false never opens");
    }
    Duration lifetime = values.getOrDefault(Settings.MAX_LIFETIME);
    Duration shortest = Duration.ofSeconds(1);
    if (!lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(shortest) < 0) {
      report("maxLifetime", "is shorter than 1 s: the pool would do nothing but reconnect");
    }
  }

  private void report(String setting, String text) {
    problems.add(new Problem(ErrorCode.WRONG_SETTINGS, setting, text));
  }
}
