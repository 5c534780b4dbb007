package dev.cenote.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One lease, as it was at one moment.
 *
 * @param slot the number of the slot, from 1
 * @param resource what is borrowed; to be looked at, not to be used
 * @param thread who borrowed it; null if that is not noted, or it was not acquired by a thread
 * @param site where, if the pool watches with {@link PoolConfig.LeakWatch#STACK}, else empty
 * @param heldNanos for how long, to within 10 ms
 * @param quietNanos since when nobody has begun to use it, to within 10 ms; as long as it is held
 *     if nobody has at all
 * @param used whether anybody has begun to use it
 * @param strayed whether another thread than the borrower has
 */
public record Holder<R>(
    int slot,
    R resource,
    @Nullable Thread thread,
    List<StackTraceElement> site,
    long heldNanos,
    long quietNanos,
    boolean used,
    boolean strayed) {}
