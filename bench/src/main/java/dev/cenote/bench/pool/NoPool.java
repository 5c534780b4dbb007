package dev.cenote.bench.pool;

import java.util.List;

/** No pool: each borrower opens a connection and closes it, as many at once as there are. */
final class NoPool implements PoolAdapter {

  @Override
  public String key() {
    return "none";
  }

  @Override
  public String title() {
    return "no pool";
  }

  @Override
  public String setup() {
    return "A connection of `DriverManager` for each use, as many at once as there are borrowers;"
        + " only where real databases are asked.";
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
  public OpenPool open(Target target, PoolSettings settings) {
    return new OpenPool(new OpeningSource(target), () -> {});
  }
}
