package dev.cenote.core.measure;

/**
 * Which bucket a duration belongs to. Up to 15 ns each has its own; from there on every power of
 * two is cut into sixteen equal parts. So a bucket is at most a sixteenth as wide as what it holds
 * is long, from nanoseconds to centuries, and no range has to be chosen.
 */
final class Buckets {

  private static final int PARTS_LOG = 4;
  private static final int PARTS = 1 << PARTS_LOG;

  /** How many there are: for every long that is not negative. */
  static final int COUNT = (Long.SIZE - PARTS_LOG) * PARTS;

  private Buckets() {}

  /** Where a duration belongs; a negative one counts as 0. */
  static int indexOf(long nanos) {
    if (nanos < PARTS) {
      return (int) Math.max(0, nanos);
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PARTS_LOG;
    return (shift + 1) * PARTS + (int) (nanos >>> shift) - PARTS;
  }

  /** The shortest duration in a bucket. */
  static long lowest(int index) {
    if (index < PARTS) {
      return index;
    }
    return (PARTS + (long) (index % PARTS)) << (index / PARTS - 1);
  }

  /** The longest duration in a bucket. */
  static long highest(int index) {
    return index == COUNT - 1 ? Long.MAX_VALUE : lowest(index + 1) - 1;
  }
}
