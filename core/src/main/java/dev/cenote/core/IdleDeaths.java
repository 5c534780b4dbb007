package dev.cenote.core;

import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.time.CoarseTicker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns from idle connections that were found dead whether something ends those of which nothing
 * is heard for some time: a firewall, a load balancer, a proxy, the server. Guarded by the control
 * lock.
 *
 * <p>A restart or a failover ends idle connections too. It is told apart by this:
 *
 * <ol>
 *   <li>Deaths that one event can explain are one <i>occasion</i>, however long it takes to find
 *       them: all connections that were last heard before the first of them was found. Nothing is
 *       concluded from fewer than {@value #OCCASIONS_MIN} occasions.
 *   <li>A connection that breaks in use, one that dies soon after it was heard, and an attempt to
 *       open that fails tell that the server or the way to it has gone. What was last heard before
 *       that, or was found dead shortly before, is no evidence.
 *   <li>A connection that was not heard for as long, or longer, and is alive disproves deaths,
 *       earlier and later ones: they had another reason.
 * </ol>
 */
final class IdleDeaths {

  static final int OCCASIONS_MIN = 3;
  private static final int KEPT_MAX = 16;

  /** What ends idle connections gives them longer than this. */
  private static final long SOON_NANOS = 10_000_000_000L;

  /** Deaths found so shortly before something broke have the same reason. */
  private static final long SHORTLY_NANOS = 60_000_000_000L;

  /** What is older is forgotten: networks change. */
  private static final long REMEMBERED_NANOS = 7 * 24 * 3_600_000_000_000L;

  /** A limit that moved by less is the same. */
  private static final double SAME = 0.8;

  private final List<Occasion> occasions = new ArrayList<>(); // the oldest first
  private long survivedNanos; // the longest since the first of those
  private long survivedAt;
  private boolean anyBreak;
  private long brokeAt;
  private long toldNanos;

  /** Deaths of which the first was found then; nothing had been heard of them for so long. */
  private record Occasion(long at, int deaths, long shortestNanos, long longestNanos) {

    Occasion and(long quietNanos) {
      return new Occasion(
          at, deaths + 1, Math.min(shortestNanos, quietNanos), Math.max(longestNanos, quietNanos));
    }
  }

  /**
   * An idle connection was found dead.
   *
   * @param quietNanos since when nothing had been heard of it when it was asked
   */
  void died(long now, long quietNanos) {
    if (quietNanos < SOON_NANOS) {
      broke(now);
      return;
    }
    long heardAt = now - quietNanos;
    if (anyBreak && heardAt - brokeAt <= 0) {
      return; // that explains it
    }
    forgetOld(now);
    int last = occasions.size() - 1;
    if (last >= 0 && quietNanos <= survivedNanos) {
      return; // others have lived for longer: it had another reason
    }
    // It was heard by the coarse clock, a tick ago at most: no event falls just into that.
    if (last >= 0 && heardAt + CoarseTicker.TICK_NANOS - occasions.get(last).at() < 0) {
      occasions.set(last, occasions.get(last).and(quietNanos));
      return;
    }
    if (last < 0) {
      survivedNanos = 0;
    }
    if (occasions.size() == KEPT_MAX) {
      occasions.remove(0);
    }
    occasions.add(new Occasion(now, 1, quietNanos, quietNanos));
  }

  /** An idle connection was found alive after nothing had been heard of it for so long. */
  void survived(long now, long quietNanos) {
    for (int i = occasions.size() - 1; i >= 0; i--) { // it allocates nothing, so it cannot fail
      if (occasions.get(i).shortestNanos() <= quietNanos) {
        occasions.remove(i);
      }
    }
    if (quietNanos >= survivedNanos) {
      survivedNanos = quietNanos;
      survivedAt = now;
    }
  }

  /** The pool will ask at other times from now on: what it learned so far was another question. */
  void forget() {
    occasions.clear();
    toldNanos = 0;
  }

  /** The server, or the way to it, seems to have gone. */
  void broke(long now) {
    anyBreak = true;
    brokeAt = now;
    occasions.removeIf(occasion -> now - occasion.at() <= SHORTLY_NANOS);
  }

  private void forgetOld(long now) {
    while (!occasions.isEmpty() && now - occasions.get(0).at() > REMEMBERED_NANOS) {
      occasions.remove(0);
    }
    if (now - survivedAt > REMEMBERED_NANOS) {
      survivedNanos = 0;
    }
  }

  /** What is known; null if that is not enough. */
  @Nullable IdleLimit limit(long now, long keepaliveNanos) {
    forgetOld(now);
    if (occasions.size() < OCCASIONS_MIN) {
      return null;
    }
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    int deaths = 0;
    for (Occasion each : occasions) {
      shortest = Math.min(shortest, each.shortestNanos());
      longest = Math.max(longest, each.longestNanos());
      deaths += each.deaths();
    }
    return new IdleLimit(
        deaths, occasions.size(), shortest, longest, survivedNanos, keepaliveNanos);
  }

  /** The same if it is new: not known before, or other than it was. */
  @Nullable IdleLimit news(long now, long keepaliveNanos) {
    IdleLimit limit = limit(now, keepaliveNanos);
    long shortest = limit == null ? 0 : limit.shortestNanos();
    boolean same = shortest >= SAME * toldNanos && toldNanos >= SAME * shortest;
    toldNanos = same ? toldNanos : shortest;
    return same ? null : limit;
  }
}
