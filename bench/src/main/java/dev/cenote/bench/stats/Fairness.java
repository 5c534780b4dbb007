package dev.cenote.bench.stats;

import java.util.Arrays;

/**
 * How evenly some were served.
 *
 * @param jain Jain's index: the square of the sum by n times the sum of the squares; 1 if all were
 *     served alike, 1/n if one got everything
 * @param least how often the least served was served
 * @param most how often the most served was served
 */
public record Fairness(double jain, long least, long most) {

  /** How often each was served. */
  public static Fairness of(long... served) {
    double sum = 0;
    double squares = 0;
    for (long count : served) {
      sum += count;
      squares += (double) count * count;
    }
    return new Fairness(
        squares == 0 ? Double.NaN : sum * sum / (served.length * squares),
        Arrays.stream(served).min().orElse(0),
        Arrays.stream(served).max().orElse(0));
  }

  /** Most by least; infinite if somebody was not served at all. */
  public double spread() {
    return (double) most / least;
  }
}
