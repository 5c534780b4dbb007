package dev.cenote.core.size;

/**
 * What a {@link Sizer} decides by. Times are in nanoseconds; 0 means not known yet.
 *
 * @param waiting waiters for whom nothing is on its way yet are among these
 * @param underway opens and checks under way for them
 * @param connections open and opening
 * @param headWaitedNanos how long the first has waited
 * @param servedMeanwhile how many others the queue has served since it joined
 * @param recentHoldNanos how long recent leases were held
 * @param recentOpenNanos how long recent opens took
 */
public record Demand(
    int waiting,
    int underway,
    int connections,
    long headWaitedNanos,
    int servedMeanwhile,
    long recentHoldNanos,
    long recentOpenNanos) {}
