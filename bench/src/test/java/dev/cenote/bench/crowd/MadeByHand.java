package dev.cenote.bench.crowd;

import dev.cenote.bench.pool.PoolAdapter;
import java.util.List;

/** A pool of a test, of which nobody asks how it is called. */
abstract class MadeByHand implements PoolAdapter {

  @Override
  public final String key() {
    return "made-by-hand";
  }

  @Override
  public final String title() {
    return "Made by hand";
  }

  @Override
  public final String setup() {
    return "none";
  }

  @Override
  public final List<Class<?>> parts() {
    return List.of();
  }
}
