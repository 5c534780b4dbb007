package dev.cenote.core;

/**
 * For how long a pool has been unable to open anything, and what it does about it.
 *
 * @param nanos since the first failure of an attempt to open
 * @param failedAttempts how many have failed in a row; once the outage was told, but for the probes
 *     given up before
 * @param nextAttemptNanos until the next is due, if somebody asks then; 0 = one is due or under way
 */
public record Downtime(long nanos, int failedAttempts, long nextAttemptNanos) {}
