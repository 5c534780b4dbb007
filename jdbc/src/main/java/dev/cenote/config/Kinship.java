package dev.cenote.config;

/** How a setting of another pool relates to ours. */
enum Kinship {
  /** The same name, the same meaning. */
  SAME("same"),
  /** Another name or unit, the same meaning. */
  RENAMED("renamed"),
  /** What it was for is done in another way, which the note says. */
  BETTER("better"),
  /** Nothing here depends on it. */
  NOT_NEEDED("not needed"),
  /** There is nothing like it here yet; the pool works without it. */
  NOT_YET("not yet"),
  /** There is nothing like it here, and what the user wanted would be missing. */
  REFUSED("refused");

  private final String label;

  Kinship(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
