package dev.cenote.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pool that all threads of a benchmark share, with all its connections open. */
@State(Scope.Benchmark)
public class PooledSource {

  /** Whose pool. */
  @Param({"CENOTE", "HIKARI", "FLOOR"})
  public Peer peer = Peer.CENOTE;

  /** Its connections. */
  @Param("32")
  public int poolSize = 32;

  @SuppressWarnings("NullAway.Init") // JMH calls open() before anything else
  private DataSource dataSource;

  /** Starts it. */
  @Setup
  public void open() throws SQLException {
    dataSource = peer.open(poolSize);
    lendAllAtOnce();
  }

  // So nothing is opened while the clock runs, whichever pool it is and however it fills itself.
  private void lendAllAtOnce() throws SQLException {
    List<Connection> lent = new ArrayList<>();
    for (int i = 0; i < poolSize; i++) {
      lent.add(dataSource.getConnection());
    }
    for (Connection connection : lent) {
      connection.close();
    }
  }

  /** Ends it. */
  @TearDown
  public void close() throws Exception {
    if (dataSource instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  DataSource dataSource() {
    return dataSource;
  }
}
