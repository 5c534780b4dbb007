package dev.cenote.core.upkeep;

import dev.cenote.core.event.RetireReason;
import org.jspecify.annotations.Nullable;

/** A connection of which the test says what it is. */
final class HandMadeResident implements Resident {

  final String name;
  boolean idle = true;
  long idleSince;
  long contactedAt;
  long replaceAt = Long.MAX_VALUE;
  long expiresAt = Long.MAX_VALUE;

  /** Whether it is to go when its borrower returns it. */
  boolean leaving;

  /** Whether it has moved on since it was looked at. */
  boolean movedOn;

  @Nullable RetireReason retired;
  int checks;

  HandMadeResident(String name, long now) {
    this.name = name;
    this.idleSince = now;
    this.contactedAt = now;
  }

  HandMadeResident borrowed() {
    idle = false;
    return this;
  }

  HandMadeResident endsAt(long replaceAt, long expiresAt) {
    this.replaceAt = replaceAt;
    this.expiresAt = expiresAt;
    return this;
  }

  @Override
  public boolean wasIdle() {
    return idle;
  }

  @Override
  public long idleSince() {
    return idleSince;
  }

  @Override
  public long contactedAt() {
    return contactedAt;
  }

  @Override
  public long replaceAt() {
    return replaceAt;
  }

  @Override
  public long expiresAt() {
    return expiresAt;
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public boolean retire(RetireReason reason) {
    if (movedOn) {
      return false;
    }
    retired = reason;
    return true;
  }

  @Override
  public boolean check() {
    if (movedOn || !idle) {
      return false;
    }
    checks++;
    return true;
  }
}
