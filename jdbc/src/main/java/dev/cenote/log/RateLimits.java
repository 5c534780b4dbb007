package dev.cenote.log;

import dev.cenote.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A limit for each code, made when it is first asked for: most pools need few. Any thread. */
final class RateLimits {

  private final Map<ErrorCode, RateLimit> limits = new ConcurrentHashMap<>();
  private final Function<ErrorCode, RateLimit> maker;

  RateLimits(Function<ErrorCode, RateLimit> maker) {
    this.maker = maker;
  }

  RateLimit of(ErrorCode code) {
    return limits.computeIfAbsent(code, maker);
  }
}
