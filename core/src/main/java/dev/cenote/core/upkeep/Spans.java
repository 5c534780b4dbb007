package dev.cenote.core.upkeep;

/**
 * What the chores mind, as the settings have it now: times in nanoseconds.
 *
 * @param lifetime the greatest age of a connection; 0: no limit
 * @param keepalive how often an idle connection is checked; 0: never
 * @param linger the window over which surplus is measured
 * @param refills whether to keep the pool filled
 * @param watchesBorrowers whether it is noted who has what
 * @param leakThreshold what is held for longer is told of; 0: nothing is
 * @param reclaim what is unused for longer may be taken back; 0: nothing is
 */
public record Spans(
    long lifetime,
    long keepalive,
    long linger,
    boolean refills,
    boolean watchesBorrowers,
    long leakThreshold,
    long reclaim) {}
