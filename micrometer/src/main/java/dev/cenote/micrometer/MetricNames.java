package dev.cenote.micrometer;

/** Under which names a pool's meters appear. */
public enum MetricNames {
  /** {@code cenote.connections…}, all of them. */
  CENOTE("cenote.connections"),

  /**
   * {@code hikaricp.connections…} for what HikariCP has too, so that dashboards made for it live
   * on; {@code cenote.connections…} for the rest.
   */
  HIKARICP("hikaricp.connections");

  /** What the names begin with that nobody else has. */
  static final String OWN = "cenote.connections";

  private final String prefix;

  MetricNames(String prefix) {
    this.prefix = prefix;
  }

  /** What the names begin with that HikariCP has too. */
  String prefix() {
    return prefix;
  }
}
