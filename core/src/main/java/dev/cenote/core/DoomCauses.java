package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.StackProbe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown when a connection was doomed, until the connection is retired. It is said of one
 * doom of one ownership, so it can be told of no other connection, however late the thread is that
 * says it. Empty as long as nothing breaks. Any thread.
 *
 * @param <R> the resource
 */
final class DoomCauses<R> {

  private record Doom<R>(Slot<R> slot, long ownership, RetireReason reason) {}

  private final Map<Doom<R>, Throwable> causes = new ConcurrentHashMap<>();

  /**
   * Notes it, before the doom can be seen. Of several of one doom the first stays. Without stack or
   * memory it is not noted: the doom is more important.
   */
  void note(Slot<R> slot, long word, RetireReason reason, Throwable cause) {
    try {
      StackProbe.ensureForDecision();
      if (slot.isOwnedUnder(word)) {
        Doom<R> doom = new Doom<>(slot, Slot.ownership(word), reason);
        causes.putIfAbsent(doom, cause);
        if (!slot.isOwnedUnder(word)) {
          causes.remove(doom); // whoever ended it may have looked before
        }
      }
    } catch (StackOverflowError | OutOfMemoryError noRoom) {
      return;
    }
  }

  /** What was noted of the doom of that word, which ends now; null if nothing was. */
  @Nullable Throwable take(Slot<R> slot, long word, RetireReason doom) {
    if (causes.isEmpty()) {
      return null;
    }
    try {
      Throwable cause = causes.get(new Doom<>(slot, Slot.ownership(word), doom));
      forget(slot);
      return cause;
    } catch (StackOverflowError | OutOfMemoryError noRoom) {
      return null; // that it ends is more important
    }
  }

  /** Nothing is said of it any more: it has left. */
  void forget(Slot<R> slot) {
    causes.keySet().removeIf(said -> said.slot() == slot);
  }
}
