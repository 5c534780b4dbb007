package dev.cenote.core;

import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All slots of a pool, and among them those with a connection, as an array that claim reads without
 * a lock. Everything but {@link #open()}, {@link #inUse()} and {@link #borrowed()} is guarded by
 * the control lock.
 *
 * @param <R> the resource
 */
final class SlotTable<R> {

  private final List<Slot<R>> all = new ArrayList<>();
  private final PriorityQueue<Integer> vacant = new PriorityQueue<>(1); // lowest number first
  private volatile Slot<R>[] open = none();
  private boolean hidden;
  private @Nullable LeaseHome<R> home; // set once, before the first slot is made
  private @Nullable Claimables<R> viewer; // set once, before the first slot is published

  @SuppressWarnings({"unchecked", "rawtypes"}) // an empty array holds nothing of a wrong type
  private static <R> Slot<R>[] none() {
    return new Slot[0];
  }

  /** Says where the leases of its slots go back to. Before the first slot is made. */
  void leasesReturnTo(LeaseHome<R> home) {
    this.home = home;
  }

  /** Who is shown those that may be claimed: the open ones, or none while they are hidden. */
  void showTo(Claimables<R> viewer) {
    this.viewer = viewer;
    open(open);
  }

  /** The slots with an open connection that is not being closed. A snapshot: never changed. */
  Slot<R>[] open() {
    return open;
  }

  /** How many of the open ones are not idle. Any thread: no lock needed. */
  int inUse() {
    int inUse = 0;
    for (Slot<R> slot : open) {
      inUse += Slot.saysIdle(slot.word()) ? 0 : 1;
    }
    return inUse;
  }

  /** How many are borrowed, or being cleaned for the next borrower. Any thread: no lock needed. */
  int borrowed() {
    int borrowed = 0;
    for (Slot<R> slot : open) {
      SlotState now = slot.state();
      borrowed += now == SlotState.LEASED || now == SlotState.RESETTING ? 1 : 0;
    }
    return borrowed;
  }

  /** Whether they are hidden. */
  boolean isHidden() {
    return hidden;
  }

  /** Hides all slots from claim, or shows them again. */
  void hide(boolean hidden) {
    if (viewer != null) {
      viewer.allowances.forget(); // some may become idle, whenever that is, that none can claim
      viewer.show(hidden ? none() : open);
    }
    this.hidden = hidden;
  }

  private void open(Slot<R>[] open) {
    if (viewer != null) {
      viewer.show(hidden ? none() : open); // first: if it fails nothing has changed
    }
    this.open = open;
  }

  /** Every slot there has ever been. */
  List<Slot<R>> all() {
    return Collections.unmodifiableList(all);
  }

  /** How long leases of the open ones lasted lately, in nanoseconds; 0: not known. */
  long recentHold() {
    long sum = 0;
    int known = 0;
    for (Slot<R> slot : open) {
      long hold = slot.recentHold();
      if (hold != 0) {
        sum += hold;
        known++;
      }
    }
    return known == 0 ? 0 : sum / known;
  }

  /** A vacant slot, made if there is none. */
  Slot<R> takeVacant() {
    Integer number = vacant.poll();
    if (number != null) {
      return all.get(number - 1);
    }
    if (home == null) {
      throw new IllegalStateException("bug: leases of these slots lead nowhere");
    }
    Slot<R> slot = new Slot<>(all.size() + 1, home);
    all.add(slot);
    return slot;
  }

  /** A slot has become vacant. */
  void returnVacant(Slot<R> slot) {
    vacant.add(slot.number());
  }

  /** Lets claim see a slot. */
  void publish(Slot<R> slot) {
    Slot<R>[] grown = Arrays.copyOf(open, open.length + 1);
    grown[grown.length - 1] = slot;
    open(grown);
  }

  /** Hides a slot from claim, if it was published. */
  void unpublish(Slot<R> slot) {
    List<Slot<R>> rest = new ArrayList<>(Arrays.asList(open));
    if (rest.remove(slot)) {
      open(rest.toArray(none()));
    }
  }
}
