package dev.cenote.bench.pool;

import dev.cenote.bench.floor.FloorDataSource;
import dev.cenote.bench.floor.GatedDataSource;
import java.util.List;

/** What the JDK's semaphore makes of the floor, where callers have to wait. */
final class GateBound implements PoolAdapter {

  private final boolean fair;

  GateBound(boolean fair) {
    this.fair = fair;
  }

  @Override
  public String key() {
    return fair ? "bound-fair" : "bound-barging";
  }

  @Override
  public String title() {
    return fair ? "bound: fair semaphore" : "bound: semaphore";
  }

  @Override
  public String setup() {
    return "Written by hand: the floor behind `new Semaphore(size, " + fair + ")`.";
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
    return new OpenPool(
        new GatedDataSource(floor, settings.size(), fair, PoolSettings.ACQUIRE_TIMEOUT),
        floor::close);
  }
}
