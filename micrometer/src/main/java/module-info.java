/** The meters of a pool, for Micrometer. */
module dev.cenote.micrometer {
  requires static org.jspecify;
  requires transitive dev.cenote;
  requires transitive micrometer.core;

  exports dev.cenote.micrometer;
}
