package dev.cenote.error;

/**
 * What was found out about those who hold the connections when an acquire got nothing.
 *
 * @param holders the largest group of them in one phrase; empty if nothing is known
 * @param leaked how many of the connections have borrowers that have ended
 * @param place where the caller itself stands; empty if that is not known
 * @param firstPlace where the caller borrowed what it has; empty if that is not known
 */
public record Findings(String holders, int leaked, String place, String firstPlace) {

  /** Nothing is known. */
  public static final Findings NONE = new Findings("", 0, "", "");
}
