package dev.cenote.handle;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Something opened through a connection's handle that must be closed with it at the latest: a link
 * of that handle's list of what is open.
 *
 * <p>The list belongs to one lease. New links are only ever put in front, by compare-and-set; a
 * link that has been closed is dead for good, and any thread may step over dead links by moving
 * {@code older} further along. So no lock is needed, nothing alive is ever lost, and a stale {@code
 * older} only leads over links that are dead anyway. Whoever reads the head with acquire semantics
 * sees every link complete: each was put in front of links that its thread had seen in the same
 * way.
 */
interface Tracked {

  /** What was opened before this: the link behind it. */
  @Nullable Tracked older();

  /** Moves {@link #older} further along. */
  void older(@Nullable Tracked further);

  /** Whether this has not been closed. */
  boolean isAlive();

  /** Closes it, on behalf of a borrower who did not. */
  void closeLeaked() throws SQLException;

  /** Closes this and all that was opened before. */
  static void closeAll(@Nullable Tracked newest) throws SQLException {
    for (Tracked link = newest; link != null; link = link.older()) {
      link.closeLeaked();
    }
  }

  /** The first link from here on that is alive, or null. */
  static @Nullable Tracked firstAlive(@Nullable Tracked from) {
    Tracked link = from;
    while (link != null && !link.isAlive()) {
      link = link.older();
    }
    return link;
  }

  /**
   * Steps over dead links until {@code dead} is one of those stepped over. Done at each closing, so
   * the list holds no more dead links than were once alive together, whatever the order of closing.
   *
   * @param head where the list begins
   * @return the first link that is alive: where the list may begin from now on
   */
  static @Nullable Tracked unlink(Tracked head, Tracked dead) {
    Tracked first = null;
    Tracked alive = null;
    Tracked link = head;
    boolean found = false;
    while (link != null) {
      if (link.isAlive()) {
        if (alive == null) {
          first = link;
        } else if (alive.older() != link) {
          alive.older(link);
        }
        if (found) {
          return first;
        }
        alive = link;
      } else {
        found |= link == dead;
      }
      link = link.older();
    }
    if (alive != null && alive.older() != null) {
      alive.older(null);
    }
    return first;
  }
}
