package dev.cenote.micrometer;

import dev.cenote.core.PoolStats;
import dev.cenote.core.measure.Measures;

/**
 * All numbers of one moment.
 *
 * @param takenAt when, by the registry's clock
 * @param stats the counts
 * @param measures the durations since the meters were bound
 * @param recent those of the last one to two minutes
 */
record Snapshot(long takenAt, PoolStats stats, Measures measures, Measures recent) {}
