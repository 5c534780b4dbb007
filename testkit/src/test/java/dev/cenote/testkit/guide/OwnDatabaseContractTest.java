package dev.cenote.testkit.guide;

import dev.cenote.testkit.contract.PoolContract;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.OwnDatabase;
import dev.cenote.testkit.database.TestDatabase;
import org.h2.jdbcx.JdbcDataSource;

class OwnDatabaseContractTest implements PoolContract {

  @Override
  public TestDatabase openDatabase() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
    source.setUser("app");
    source.setPassword("secret");
    return OwnDatabase.of(source)
        .thatCan(
            Capability.TABLES, Capability.SHARED_ROWS, Capability.SCHEMA, Capability.CLOSED_ROWS);
  }
}
