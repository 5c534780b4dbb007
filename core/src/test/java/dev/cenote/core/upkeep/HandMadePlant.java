package dev.cenote.core.upkeep;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.HandDrivenTimers;
import dev.cenote.core.time.Throttling;
import java.util.ArrayList;
import java.util.List;

/** A pool as the chores see it, of which the test says everything. */
final class HandMadePlant implements Plant {

  private static final long SECOND = 1_000_000_000;

  final HandDrivenTimers time = new HandDrivenTimers();
  final List<HandMadeResident> residents = new ArrayList<>();
  final List<PoolEvent> told = new ArrayList<>();
  Spans spans = new Spans(40 * SECOND, 120 * SECOND, 30 * SECOND, true, false, 0, 0);
  Throttling throttling = Throttling.NONE;
  boolean throttlingFails;
  int kept;
  int missing;
  int openable;
  int freePermits;
  boolean inFlux;
  int replacementsUnderway;
  int replacementsArrived;
  int checksUnderway;
  int recentPeak;
  int opened;
  int replacementsOpened;

  /** Runs when refill asks how many are missing. */
  Runnable onMissing = () -> {};

  HandMadeResident resident(String name) {
    HandMadeResident resident = new HandMadeResident(name, time.nanos());
    residents.add(resident);
    return resident;
  }

  List<String> retired(RetireReason reason) {
    return residents.stream().filter(one -> one.retired == reason).map(one -> one.name).toList();
  }

  List<String> checked() {
    return residents.stream().filter(one -> one.checks > 0).map(one -> one.name).toList();
  }

  /** Only these chores are wanted, and trim. */
  HandMadePlant minding(long lifetime, long keepalive, boolean refills) {
    spans = new Spans(lifetime, keepalive, 40 * SECOND, refills, false, 0, 0);
    return this;
  }

  @Override
  public Spans spans() {
    return spans;
  }

  @Override
  public Throttling throttling() {
    if (throttlingFails) {
      throw new OutOfMemoryError("asked for");
    }
    return throttling;
  }

  @Override
  public void tell(PoolEvent event) {
    told.add(event);
  }

  @Override
  public long now() {
    return time.nanos();
  }

  @Override
  public List<? extends Resident> residents() {
    return List.copyOf(residents);
  }

  @Override
  public int kept() {
    return kept;
  }

  @Override
  public int missing() {
    onMissing.run();
    return missing;
  }

  @Override
  public boolean openOne() {
    if (openable == 0) {
      return false;
    }
    openable--;
    missing--;
    opened++;
    return true;
  }

  @Override
  public boolean hasFreePermit() {
    return freePermits > 0;
  }

  @Override
  public boolean isInFlux() {
    return inFlux;
  }

  @Override
  public boolean openReplacement() {
    if (freePermits == 0) {
      return false;
    }
    freePermits--;
    replacementsUnderway++;
    replacementsOpened++;
    return true;
  }

  @Override
  public int replacementsUnderway() {
    return replacementsUnderway;
  }

  @Override
  public int replacementsArrived() {
    return replacementsArrived;
  }

  @Override
  public boolean takeReplacement() {
    if (replacementsArrived == 0) {
      return false;
    }
    replacementsArrived--;
    return true;
  }

  @Override
  public int checksUnderway() {
    return checksUnderway;
  }

  @Override
  public int recentPeak() {
    return recentPeak;
  }
}
