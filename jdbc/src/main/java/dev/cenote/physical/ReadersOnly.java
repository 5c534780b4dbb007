package dev.cenote.physical;

import org.jspecify.annotations.Nullable;

/**
 * Since when a pool knows, from borrowers who had asked for read-only, that its server takes no
 * writes. What was opened later has led there all along, so nothing has changed if such a borrower
 * is refused again. If it has changed meanwhile, whoever wants to write finds it out. Any thread.
 */
final class ReadersOnly {

  private volatile @Nullable Long since; // of the ticker

  /** Whether a connection opened then may have led to a server that took writes. */
  boolean isNews(long openedAt, long now) {
    Long known = since;
    if (known == null) {
      since = now; // of two at once either will do
      return true;
    }
    return openedAt - known < 0;
  }
}
