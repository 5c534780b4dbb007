package dev.cenote.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every resource is borrowed by somebody who waits for another one.
 *
 * @param borrowers how many they are
 * @param heldBySelf how many of the resources the one has who was refused
 * @param sizeNeeded with fewer resources than this the same borrowers, and those that wait for
 *     their first one, could block each other again
 * @param first its stack says where the one who was refused borrowed what it has; null unless the
 *     pool watches with {@link PoolConfig.LeakWatch#STACK}, or with THREAD and has seen such a wait
 *     within the last minute
 */
public record Deadlock(int borrowers, int heldBySelf, int sizeNeeded, @Nullable Throwable first) {

  /** That stack, written out now, which takes long; empty if it was not kept. */
  public List<StackTraceElement> firstSite() {
    return first == null ? List.of() : List.of(first.getStackTrace());
  }
}
