package dev.cenote.it.canary;

/**
 * Secrets that nobody may see. Each place where one is given has its own, so that a leak says where
 * it comes from; the mark stands at both ends, so that half a secret is found too.
 */
final class Canary {

  /** What is looked for. */
  static final String MARK = "c4n4ry";

  private Canary() {}

  /** The secret that is given in this place. */
  static String in(String place) {
    return MARK + place + MARK;
  }

  /** One with what has a meaning in URLs. */
  static String odd(String place) {
    return MARK + "@/?:" + place + MARK;
  }
}
