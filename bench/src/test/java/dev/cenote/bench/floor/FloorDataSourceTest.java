package dev.cenote.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.bench.stub.StubDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FloorDataSourceTest {

  @Test
  void lendsEachConnectionToOneBorrowerAtATime() throws Exception {
    FloorDataSource pool = new FloorDataSource(StubDataSource.create(), 2);
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
}
