package dev.cenote.bench.pool;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pools that are compared. */
public final class Pools {

  /** In the order of the report's lines. */
  public static final List<PoolAdapter> ALL =
      List.of(
          new CenotePool(true),
          new HikariPool(),
          new AgroalPool(true),
          new BeePool(),
          new AgroalPool(false),
          new ViburPool(),
          new TomcatPool(),
          new DbcpPool(true),
          new DbcpPool(false),
          new C3p0Pool(),
          new DruidPool(),
          new FloorBound(),
          new GateBound(false),
          new GateBound(true),
          new NoPool());

  /** Cenote, those that come near it, and the bounds: what the aims are about. */
  public static final List<PoolAdapter> CORE =
      ALL.stream().filter(pool -> pool.isBound() || ALL.indexOf(pool) < 4).toList();

  private Pools() {}

  /** Cenote as it is not meant to be used, for benchmarks that ask what its watching costs. */
  private static final PoolAdapter ALL_OFF = new CenotePool(false);

  /** The pool with this key. */
  public static Optional<PoolAdapter> of(String key) {
    return Stream.concat(ALL.stream(), Stream.of(ALL_OFF))
        .filter(pool -> pool.key().equals(key))
        .findFirst();
  }
}
