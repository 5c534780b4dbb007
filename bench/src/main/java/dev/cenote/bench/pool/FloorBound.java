package dev.cenote.bench.pool;

import dev.cenote.bench.floor.FloorDataSource;
import java.util.List;

/** The least where nobody has to wait. */
final class FloorBound implements PoolAdapter {

  @Override
  public String key() {
    return "bound-floor";
  }

  @Override
  public String title() {
    return "bound: floor";
  }

  @Override
  public String setup() {
    return "Written by hand: a start position from the thread, one compare-and-set, one small"
        + " handle, one release store. Nobody can wait; nothing is checked, reset or counted.";
  }

  @Override
  public List<Class<?>> parts() {
    return List.of();
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public OpenPool open(Target target, PoolSettings settings) throws Exception {
    FloorDataSource floor =
        new FloorDataSource(new OpeningSource(target)::getConnection, settings.size());
    return new OpenPool(floor, floor::close);
  }
}
