package dev.cenote.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cenote.CenoteDataSource;
import dev.cenote.bench.floor.FloorDataSource;
import dev.cenote.bench.stub.StubDataSource;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** Who is measured. Each pool is at its own defaults but for the number of connections. */
public enum Peer {
  /** This project. */
  CENOTE("Cenote") {
    @Override
    DataSource open(int connections) {
      return CenoteDataSource.builder()
          .dataSource(StubDataSource.create())
          .poolSize(connections)
          .maxOverflow(0)
          .build();
    }
  },

  /** The rival. Its minimumIdle defaults to its maximumPoolSize. */
  HIKARI("HikariCP") {
    @Override
    DataSource open(int connections) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(StubDataSource.create());
      config.setMaximumPoolSize(connections);
      return new HikariDataSource(config);
    }
  },

  /** The lower bound, where nobody has to wait. */
  FLOOR("floor") {
    @Override
    DataSource open(int connections) throws SQLException {
      return new FloorDataSource(StubDataSource.create(), connections);
    }
  },

  /** Cenote's engine without its JDBC layer; see {@link EngineBenchmark}. */
  ENGINE("engine") {
    @Override
    DataSource open(int connections) {
      throw new IllegalArgumentException("the engine alone is no DataSource");
    }
  };

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  /** Starts a pool of so many connections. */
  abstract DataSource open(int connections) throws SQLException;

  /** Whether it is measured beside the comparison, not in it. */
  boolean isExtra() {
    return this == FLOOR || this == ENGINE;
  }

  /** The name that people know. */
  String title() {
    return title;
  }

  /** The name in options and results. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
