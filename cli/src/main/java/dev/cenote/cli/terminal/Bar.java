package dev.cenote.cli.terminal;

/** A bar whose length says how much, in steps of an eighth of a character. */
public final class Bar {

  private static final char FULL = '█';

  /** One to seven eighths. */
  private static final String PARTS = "▏▎▍▌▋▊▉";

  private Bar() {}

  /**
   * The bar of a value.
   *
   * @param value not negative; a value that is not 0 shows at least a sliver
   * @param most the value whose bar is as long as {@code width}
   * @param width in characters
   */
  public static String of(double value, double most, int width) {
    if (value <= 0 || most <= 0) {
      return "";
    }
    long eighths = Math.round(Math.min(1, value / most) * width * 8);
    eighths = Math.max(1, eighths);
    String full = String.valueOf(FULL).repeat((int) (eighths / 8));
    int rest = (int) (eighths % 8);
    return rest == 0 ? full : full + PARTS.charAt(rest - 1);
  }
}
