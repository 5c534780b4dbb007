package dev.cenote.stress.mutation;

import static dev.cenote.stress.mutation.Killer.jcstress;
import static dev.cenote.stress.mutation.Killer.lincheck;
import static dev.cenote.stress.mutation.Killer.simulator;
import static dev.cenote.stress.mutation.Mutation.mutation;

import java.util.ArrayList;
import java.util.List;

/** The seeded breaks of the engine. Each names what must find it. */
final class Mutations {

  private static final int SEEDS = 30;

  private Mutations() {}

  /** All of them, those that are found soonest first. */
  static List<Mutation> all() {
    List<Mutation> all = new ArrayList<>();
    all.addAll(ofTheEngine());
    all.addAll(ofTheHandOff());
    all.addAll(ofClaims());
    all.addAll(ofTakingOver());
    all.addAll(ofTheMemoryOrder());
    return List.copyOf(all);
  }

  /** What one thread can show, if only it does enough. */
  private static List<Mutation> ofTheEngine() {
    return List.of(
        mutation("permit-leak", "A closed connection keeps its permit.")
            .in("Retirement")
            .replace("state.budget.giveBack();", "")
            .killedBy(simulator(SEEDS)),
        mutation("permit-leak-on-failure", "An attempt that failed keeps its permit.")
            .in("Supply")
            .replace("state.budget.giveBack();", "")
            .killedBy(simulator(SEEDS)),
        mutation("reset-failure-skipped", "A connection whose reset failed is passed on.")
            .in("ResetCall")
            .replace("if (failure == null && (", "if ((")
            .killedBy(simulator(SEEDS)),
        mutation("check-failure-skipped", "A connection that says it is dead is passed on.")
            .in("CheckCall")
            .replace("alive && failure == null", "failure == null")
            .killedBy(simulator(SEEDS)),
        mutation("stale-epoch-closes", "Whoever owned a slot once may close what it holds now.")
            .in("slot/Slot")
            .replace(
                "return (seen & ~DOOM_MASK) == (owned & ~DOOM_MASK) ? seen : LOST;", "return seen;")
            .killedBy(simulator(SEEDS)),
        mutation("late-call-accepted", "A call that was given up is taken for one in time.")
            .in("SlotCall")
            .replace("if (slot.isOwnedUnder(word)) {", "if (true) {")
            .killedBy(simulator(SEEDS)),
        mutation("keeper-not-told", "Who keeps the time from now on is not woken for that.")
            .in("wait/Timekeeping")
            .replace(
                "release(next); keeper = next;", "keeper = next; next.kept = false; count(-1);")
            .killedBy(simulator(SEEDS)),
        mutation("kept-overslept", "Who keeps the time for others wakes none of them.")
            .in("wait/Timekeeping")
            .replace("} else if (each.kept) { release(each);", "} else if (false) { release(each);")
            .killedBy(simulator(SEEDS)),
        mutation("enqueue-after-look", "A waiter looks first and joins the queue then.")
            .in("Admission")
            .replace(
                "state.queue.add(waiter); if (looks) { supply.serve(); }",
                "if (looks) { supply.serve(); } state.queue.add(waiter);")
            .killedBy(simulator(SEEDS)));
  }

  /** Claim, release, enqueue. */
  private static List<Mutation> ofTheHandOff() {
    return List.of(
        mutation("lost-wake-up", "A releaser makes its slot idle and does not look who waits.")
            .in("Handoff")
            .replace("try { nudgeHead(); }", "try { queue.head(); }")
            .killedBy(lincheck("aReleaseAndAWaiterWhoJoinsDoNotMissEachOther")),
        mutation("nudge-not-repeated", "A releaser does not look whether the head has changed.")
            .in("Handoff")
            .replace("if (now == head) {", "if (now != null) {")
            .killedBy(lincheck("aNudgeToOneWhoGivesUpReachesTheNext")),
        mutation("nudge-kept", "Who removes a waiter reads its flag before, not after.")
            .in("Handoff")
            .replace(
                "queue.remove(waiter); if (waiter.isNudged()) {",
                "boolean told = waiter.isNudged(); queue.remove(waiter); if (told) {")
            .killedBy(lincheck("aNudgeToOneWhoGivesUpReachesTheNext")),
        mutation("look-before-heed", "A nudged waiter looks first and clears its flag then.")
            .in("Handoff")
            .replace(
                "waiter.heedNudge(); if (!lendIdle(waiter)) {",
                "boolean lent = lendIdle(waiter); waiter.heedNudge(); if (!lent) {")
            .killedBy(lincheck("aReleaseWhileTheNudgedHeadLooksIsNotMissed")),
        mutation("double-hand-off", "A slot moves by looking and then writing.")
            .in("slot/Slot")
            .replace(
                "return WORD.compareAndSet(this, from, to) ? to : LOST;",
                "if (word != from) { return LOST; } word = to; return to;")
            .killedBy(lincheck("oneSlotIsNeverLentTwiceAtOnce")),
        mutation("stale-epoch-releases", "A lease that has ended may end the next one.")
            .in("Release")
            .replace("next.giveBack(slot, word)", "next.giveBack(slot, slot.word())")
            .killedBy(lincheck("TwoReleases")),
        mutation("waiter-resolved-twice", "A waiter that leaves overwrites what it was given.")
            .in("wait/Waiter")
            .replace(
                "return OUTCOME.compareAndSet(this, null, ABANDONED);",
                "if (outcome != null) { return false; } outcome = ABANDONED; return true;")
            .killedBy(jcstress("HandOverBesideAbandon")));
  }

  /** Who may claim what. */
  private static List<Mutation> ofClaims() {
    return List.of(
        mutation("endless-overtaking", "A head may be overtaken as often as others come.")
            .in("wait/Waiter")
            .replace("while (count < limit) {", "while (count >= 0) {")
            .killedBy(lincheck("ReleaseBesideNewcomer")),
        mutation("allowance-taken-twice", "Two newcomers take the same allowance.")
            .in("wait/Allowances")
            .replace("all.compareAndSet(cell, seen, seen - 1)", "all.getAndSet(cell, seen - 1) > 0")
            .killedBy(jcstress("LastAllowance")),
        mutation("hidden-remembered", "Threads may remember what was hidden a moment ago.")
            .in("Claimables")
            .replace("claimable = slots; firsts = next;", "firsts = next; claimable = slots;")
            .killedBy(lincheck("ClaimBesideHide")));
  }

  /** Dooms, generations, deadlines. */
  private static List<Mutation> ofTakingOver() {
    return List.of(
        mutation("generation-missed", "An open from before an invalidation is passed on.")
            .in("Supply")
            .replace("} else if (state.freshness.isOutdated(slot)) {", "} else if (slot == null) {")
            .killedBy(lincheck("InvalidationBesideOpen")),
        mutation("doom-overwrites", "A doom is written over whatever the slot has become.")
            .in("slot/Slot")
            .replace(
                "if (WORD.compareAndSet(this, seen, doomed)) {",
                "WORD.setVolatile(this, doomed); if (seen != doomed) {")
            .killedBy(lincheck("DoomBesideRelease")),
        mutation("doom-overlooked", "A release does not mind a doom that came in between.")
            .in("slot/Slot")
            .replace(
                "return move(owned, (owned & ~(STATE_MASK | DOOM_MASK)) + EPOCH | IDLE);",
                "long seen = wordUnder(owned); return seen == LOST ? LOST"
                    + " : move(seen, (seen & ~(STATE_MASK | DOOM_MASK)) + EPOCH | IDLE);")
            .killedBy(lincheck("DoomBesideRelease")),
        mutation("return-overlooked", "What comes back while a lowered limit is enforced stays.")
            .in("Surplus")
            .replace("} else if (now == SlotState.IDLE) {", "} else if (slot == null) {")
            .killedBy(lincheck("ShrinkBesideReleases")),
        mutation("reset-unwatched", "A reset reads the alarm before it enters its state.")
            .in("Release")
            .replace(
                "long resetting = slot.beginReset(word);",
                "if (watchdog != null) { watchdog.watchReset(deadline); }"
                    + " long resetting = slot.beginReset(word);")
            .replace("watchdog.watchReset(deadline);", "")
            .killedBy(lincheck("ResetBesideAlarm")),
        mutation("resource-of-the-next", "A lease looks whether it stands, and reads then.")
            .in("Lease")
            .replace(
                "R resource = slot.resource;",
                "boolean stands = isActive(); R resource = slot.resource;")
            .replace("|| !isActive()", "|| !stands")
            .killedBy(lincheck("ResourceBesideReuse")));
  }

  /** What no interleaving shows. */
  private static List<Mutation> ofTheMemoryOrder() {
    return List.of(
        mutation("release-without-fence", "A slot becomes idle by a write that may take its time.")
            .in("slot/Slot")
            .replace(
                "return move(owned, (owned & ~(STATE_MASK | DOOM_MASK)) + EPOCH | IDLE);",
                "if (word != owned) { return LOST; }"
                    + " long idle = (owned & ~(STATE_MASK | DOOM_MASK)) + EPOCH | IDLE;"
                    + " WORD.setRelease(this, idle); return idle;")
            .killedBy(jcstress("ReleaseBesideJoin")),
        mutation(
                "heed-without-fence", "A waiter clears its flag by a write that may take its time.")
            .in("wait/Waiter")
            .replace("nudged = false;", "NUDGED.setRelease(this, false);")
            .killedBy(jcstress("ReleaseBesideLook")));
  }
}
