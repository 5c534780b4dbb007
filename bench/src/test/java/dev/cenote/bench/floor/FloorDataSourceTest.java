package dev.cenote.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.bench.stub.StubDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloorDataSourceTest {

  @Test
  void lendsEachConnectionToOneBorrowerAtATime() throws Exception {
    FloorDataSource pool = new FloorDataSource(StubDriver::openOne, 2);
    Connection first = pool.getConnection();
    Connection second = pool.getConnection();

    assertThat(first.unwrap(Connection.class)).isNotSameAs(second.unwrap(Connection.class));
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);

    Connection raw = second.unwrap(Connection.class);
    second.close();
    second.close();
    assertThat(pool.getConnection().unwrap(Connection.class)).isSameAs(raw);
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
  }

  @Test
  void behindTheGateAsManyAreLentAsItLetsInAndTheNextComesWhenOneIsGivenBack() throws Exception {
    FloorDataSource floor = new FloorDataSource(StubDriver::openOne, 3);
    GatedDataSource pool = new GatedDataSource(floor, 3, true, Duration.ofMillis(1));
    Connection first = pool.getConnection();
    Connection unused = pool.getConnection();
    Connection another = pool.getConnection();
    assertThat(unused).isNotSameAs(another);
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);

    first.close();
    first.close();
    assertThat(pool.getConnection().isClosed()).isFalse();
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
  }
}
