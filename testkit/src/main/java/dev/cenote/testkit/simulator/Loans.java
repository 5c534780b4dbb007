package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolConfig.Validation;

/**
 * What may be lent, kept apart from what the pool believes: invariants 3 and 8. It counts
 * invalidations and suspicions itself.
 */
final class Loans {

  private final Simulation world;
  private long era;
  private long generation;
  private long frees;

  Loans(Simulation world) {
    this.world = world;
  }

  /** A borrower has said that its connection is dead. */
  void suspected() {
    era++;
  }

  /** Everything opened so far has been invalidated. */
  void invalidated() {
    generation++;
  }

  /** An open has begun. */
  void opens(SimResource resource) {
    resource.generation = generation;
  }

  /** An open has ended well. */
  void opened(SimResource resource) {
    proved(resource, era);
  }

  /** A suspicion that comes later is not answered by a check that begins now. */
  long asked() {
    return era;
  }

  /** It was asked, then, and has answered that it is alive. */
  void proved(SimResource resource, long askedInEra) {
    free(resource);
    resource.provenEra = askedInEra;
    resource.askedSinceLent = true;
  }

  /** What its borrower left is undone. */
  void cleaned(SimResource resource) {
    resource.dirty = false;
    free(resource);
  }

  /** A client has it. */
  void lent(SimResource resource) {
    if (resource.lent) {
      throw world.violation("3: " + resource + " was lent to two borrowers");
    }
    if (resource.knownDead) {
      throw world.violation("3: " + resource + " was lent although known to be dead");
    }
    if (resource.evicted) {
      throw world.violation("3: " + resource + " was lent although evicted");
    }
    if (resource.generation < generation) {
      throw world.violation("3: " + resource + " was lent although invalidated");
    }
    if (resource.isEnding() && !world.isClosing()) {
      throw world.violation("2: " + resource + " was lent after its end had begun");
    }
    Validation validation = world.config().validation();
    if (validation != Validation.NEVER && resource.provenEra < era) {
      throw world.violation("3: " + resource + " was lent unchecked although under suspicion");
    }
    if (validation == Validation.ALWAYS && !resource.askedSinceLent) {
      throw world.violation("3: " + resource + " was lent unchecked");
    }
    if (resource.dirty) {
      throw world.violation("8: " + resource + " was lent");
    }
    resource.lent = true;
    resource.askedSinceLent = false;
  }

  /** A client is about to give it back. */
  void releases(SimResource resource, boolean active) {
    if (active) {
      resource.lent = false;
      free(resource);
    }
  }

  private void free(SimResource resource) {
    resource.freeSince = world.time().nanos();
    resource.freeNumber = ++frees;
    resource.freeWasDue = world.invariants().order.isHeadDue();
  }

  /** How many times something has come free. */
  long frees() {
    return frees;
  }
}
