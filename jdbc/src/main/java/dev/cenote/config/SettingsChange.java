package dev.cenote.config;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Settings that a running pool shall have instead of its own, checked as at a start. Immutable. */
public final class SettingsChange {

  private final SettingValues values;
  private final CenoteConfig before;
  private final CenoteConfig after;
  private final Set<Setting<?>> changed = new LinkedHashSet<>();

  private SettingsChange(SettingValues values, CenoteConfig before, CenoteConfig after) {
    this.values = values;
    this.before = before;
    this.after = after;
    for (Setting<?> setting : Settings.all()) {
      if (!Objects.equals(before.effective(setting), after.effective(setting))) {
        changed.add(setting);
      }
    }
  }

  /**
   * Checks a change.
   *
   * @param before what holds
   * @param after what shall hold; taken over
   * @throws CenoteConfigException with everything that is wrong
   */
  public static SettingsChange of(SettingValues before, SettingValues after) {
    List<Problem> problems = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      if (LiveSettings.effectOf(setting) == LiveEffect.REFUSED) {
        refuse(setting, before, after, problems);
      } else if (isMadeAgain(setting, before, after)) {
        after.keep(setting, before);
      }
    }
    after.live();
    CenoteConfig checked = check(after, problems);
    return new SettingsChange(after, before.check(), checked);
  }

  /** Objects of the same classes, because the same text was read again: that is no change. */
  private static <T> boolean isMadeAgain(
      Setting<T> setting, SettingValues before, SettingValues after) {
    T asked = after.get(setting);
    return asked instanceof List
        && after.isFromText(setting)
        && setting.show(before.get(setting)).equals(setting.show(asked));
  }

  /** The check goes on with the value that stays, so that one mistake is one problem. */
  private static <T> void refuse(
      Setting<T> setting, SettingValues before, SettingValues after, List<Problem> problems) {
    T is = before.get(setting);
    T asked = after.get(setting);
    if (!Objects.equals(is, asked)) {
      problems.add(
          new Problem(
              ErrorCode.NOT_LIVE,
              after.keyOf(setting),
              "was to become '"
                  + setting.show(asked)
                  + "', and cannot change while the pool runs: "
                  + LiveSettings.reason(setting)));
    }
    if (is != asked || setting == Settings.URL) { // what was made of a URL stays the same
      after.keep(setting, before);
    }
  }

  private static CenoteConfig check(SettingValues after, List<Problem> problems) {
    List<Problem> all = new ArrayList<>(problems);
    try {
      CenoteConfig checked = after.check();
      if (all.isEmpty()) {
        return checked;
      }
    } catch (CenoteConfigException wrong) {
      all.addAll(wrong.problems());
    }
    throw new CenoteConfigException(all);
  }

  /** Whether anything is different at all. */
  public boolean isEmpty() {
    return changed.isEmpty();
  }

  /** All settings, as they were collected. */
  public SettingValues values() {
    return values;
  }

  /** All settings, checked. */
  public CenoteConfig config() {
    return after;
  }

  /** Whether the connections that are open do not have what is asked for. */
  public boolean needsNewConnections() {
    return changed.stream()
        .anyMatch(setting -> LiveSettings.effectOf(setting) == LiveEffect.NEW_CONNECTIONS);
  }

  /** Whether that one is different. */
  public boolean concerns(Setting<?> setting) {
    return changed.contains(setting);
  }

  /** What is different, as people write it, without secrets. */
  public List<PoolEvent.Change> told() {
    List<PoolEvent.Change> told = new ArrayList<>();
    for (Setting<?> setting : changed) {
      Object is = before.effective(setting);
      Object becomes = after.effective(setting);
      told.add(new PoolEvent.Change(setting.name(), setting.show(is), setting.show(becomes)));
    }
    return told;
  }

  /** What was understood in another way than it was written, this time. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(after.notes());
    notes.removeAll(before.notes());
    return notes;
  }

  @Override
  public String toString() {
    return "SettingsChange" + told();
  }
}
