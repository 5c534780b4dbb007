package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/** The driver calls that the pool has asked for and that have not come back. */
final class CallLog {

  private final Simulation world;
  private final IdentityHashMap<DriverCall, Asked> calls = new IdentityHashMap<>();

  /** When, and how long the process had stood still by then. */
  private record Asked(long at, long stoodStill) {}

  CallLog(Simulation world) {
    this.world = world;
  }

  /** The pool asks for a call; perhaps again, because no thread could be had. */
  void asked(DriverCall call) {
    calls.putIfAbsent(call, new Asked(world.time().nanos(), world.stoodStill()));
  }

  /** It has come back, or was never made. */
  void ended(DriverCall call) {
    calls.remove(call);
  }

  /** How many calls of a kind are out and not past their deadline. */
  int inTime(Kind kind) {
    int count = 0;
    long limit = limit(kind).toNanos();
    for (Map.Entry<DriverCall, Asked> each : calls.entrySet()) {
      if (each.getKey().kind() == kind) {
        Asked asked = each.getValue();
        long age = world.time().nanos() - asked.at();
        count += age - (world.stoodStill() - asked.stoodStill()) <= limit ? 1 : 0;
      }
    }
    return count;
  }

  private Duration limit(Kind kind) {
    PoolConfig config = world.config();
    return switch (kind) {
      case OPEN -> config.connectTimeout();
      case CHECK -> config.checkTimeout();
      case RESET -> config.resetTimeout();
      case CLOSE, ABORT -> config.closeTimeout();
    };
  }
}
