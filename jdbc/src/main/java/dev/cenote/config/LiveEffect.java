package dev.cenote.config;

/** What it means to change a setting of a running pool. */
public enum LiveEffect {
  /** It cannot be changed. */
  REFUSED("cannot be changed"),
  /** It holds from the next decision on. */
  AT_ONCE("holds at once"),
  /** Connections opened from now on have it; those that are open stay as they are. */
  NEXT_CONNECTIONS("holds for connections opened from now on"),
  /** Connections are replaced: idle ones now, borrowed ones when they come back. */
  NEW_CONNECTIONS("all connections are replaced when they are idle"),
  /** A data source made of this one begins so. */
  NEXT_START("holds at the next start, that of a `recreate()`");

  private final String label;

  LiveEffect(String label) {
    this.label = label;
  }

  /** What documentation calls it. */
  public String label() {
    return label;
  }
}
