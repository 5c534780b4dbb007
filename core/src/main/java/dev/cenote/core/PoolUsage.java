package dev.cenote.core;

import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.measure.Usage;
import org.jspecify.annotations.Nullable;

/**
 * How a pool was used, see {@link Pool#usage()}.
 *
 * @param kind what kind of pool it is; those that share a resource have less to say
 * @param kept resources kept open
 * @param maximum resources permitted now
 * @param usage how many were borrowed, and how many callers waited for how long
 * @param idleLimit after what time something ends idle connections; null: nothing speaks for that
 */
public record PoolUsage(
    PoolKind kind, int kept, int maximum, Usage usage, @Nullable IdleLimit idleLimit) {}
