package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ShardingKeysTest {

  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getName().equals("createShardingKeyBuilder") ? answer : null));
  }

  @Test
  void theyAreBuiltByTheDataSourceThatOpensTheConnections() throws SQLException {
    ShardingKeyBuilder builder = answering(ShardingKeyBuilder.class, "none");
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setDataSource(answering(DataSource.class, builder));
      assertThat(pool.createShardingKeyBuilder()).isSameAs(builder);
    }
  }

  @Test
  void withoutSuchADataSourceNobodyCanBuildThem() {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setName("orders");
      assertThatThrownBy(pool::createShardingKeyBuilder)
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("orders: only a DataSource");
    }
  }

  @Test
  void aPoolLendsWhatItHasAndBuildsNoConnectionToOrder() {
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setName("orders");
      assertThatThrownBy(pool::createConnectionBuilder)
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("call getConnection()");
    }
  }
}
