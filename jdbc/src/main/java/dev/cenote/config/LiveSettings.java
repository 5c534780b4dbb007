package dev.cenote.config;

import java.util.HashMap;
import java.util.Map;

/** What becomes of each setting in a running pool when it is changed. */
public final class LiveSettings {

  private static final Map<Setting<?>, LiveEffect> EFFECTS = new HashMap<>();

  /** Why some are refused. */
  private static final Map<Setting<?>, String> REASONS =
      Map.of(
          Settings.URL, "another database is another pool",
          Settings.DATA_SOURCE, "another database is another pool",
          Settings.DRIVER_CLASS_NAME, "what is open was opened by the present driver",
          Settings.NAME, "threads, logs and metrics have it",
          Settings.KIND, "what is borrowed was lent by its rules");

  static {
    REASONS.keySet().forEach(setting -> EFFECTS.put(setting, LiveEffect.REFUSED));
    say(
        LiveEffect.AT_ONCE,
        Settings.POOL_SIZE,
        Settings.MAX_OVERFLOW,
        Settings.OVERFLOW_LINGER,
        Settings.MAX_WAITERS,
        Settings.ACQUIRE_TIMEOUT,
        Settings.CONNECT_TIMEOUT,
        Settings.CHECK_TIMEOUT,
        Settings.RESET_TIMEOUT,
        Settings.CLOSE_TIMEOUT,
        Settings.SHUTDOWN_TIMEOUT,
        Settings.MAX_OPENING,
        Settings.GIVEN_UP_MAX,
        Settings.PREFILL,
        Settings.MAX_LIFETIME,
        Settings.KEEPALIVE,
        Settings.VALIDATION,
        Settings.ON_DISCONNECT,
        Settings.ON_OUTAGE,
        Settings.ERROR_KINDS,
        Settings.LEAK_WATCH,
        Settings.LEAK_THRESHOLD,
        Settings.RECLAIM_AFTER,
        Settings.IDLE_ORDER,
        Settings.RESET_ON_RETURN,
        Settings.REQUEST_BOUNDARIES,
        Settings.JMX,
        Settings.LISTENERS);
    say(LiveEffect.NEXT_CONNECTIONS, Settings.PASSWORD, Settings.LIVENESS_CHECK);
    say(
        LiveEffect.NEW_CONNECTIONS,
        Settings.USERNAME,
        Settings.DRIVER_PROPERTIES,
        Settings.AUTO_COMMIT,
        Settings.READ_ONLY,
        Settings.ISOLATION,
        Settings.CATALOG,
        Settings.SCHEMA,
        Settings.INIT_SQL,
        Settings.CUSTOMIZERS,
        Settings.CONNECTION_LISTENERS);
    say(LiveEffect.NEXT_START, Settings.ON_START);
  }

  private LiveSettings() {}

  private static void say(LiveEffect effect, Setting<?>... settings) {
    for (Setting<?> setting : settings) {
      EFFECTS.put(setting, effect);
    }
  }

  /** What it means to change that one. */
  public static LiveEffect effectOf(Setting<?> setting) {
    LiveEffect effect = EFFECTS.get(setting);
    if (effect == null) {
      throw new IllegalStateException("bug: nobody has said what a change of it means: " + setting);
    }
    return effect;
  }

  /** Why that one is refused; empty if it is not. */
  public static String reason(Setting<?> setting) {
    return REASONS.getOrDefault(setting, "");
  }
}
