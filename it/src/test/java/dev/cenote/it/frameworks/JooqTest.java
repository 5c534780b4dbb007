package dev.cenote.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.check;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.table;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** jOOQ. */
final class JooqTest {

  private static final Table<Record> ACCOUNT = table(name("account"));
  private static final Field<String> OWNER = field(name("owner"), SQLDataType.VARCHAR(20));
  private static final Field<Integer> BALANCE = field(name("balance"), SQLDataType.INTEGER);

  @RegisterExtension static final PooledPostgres POSTGRES = new PooledPostgres();

  private static DSLContext jooq;

  private static DSLContext jooq(CenoteDataSource pool) {
    return DSL.using(pool, SQLDialect.POSTGRES);
  }

  @BeforeAll
  static void program() {
    jooq = jooq(POSTGRES.pool());
    jooq.createTable(ACCOUNT)
        .column(OWNER)
        .column(BALANCE)
        .constraints(primaryKey(OWNER), check(BALANCE.ge(0)))
        .execute();
    jooq.insertInto(ACCOUNT, OWNER, BALANCE).values("ada", 100).values("bob", 0).execute();
  }

  @Test
  void aTransferIsOneTransaction() {
    int before = balance("bob");
    jooq.transaction(transaction -> {
      add(transaction.dsl(), "ada", -10);
      add(transaction.dsl(), "bob", 10);
    });
    assertThat(balance("bob")).isEqualTo(before + 10);
  }

  @Test
  void aTransferThatFailsHalfwayMovesNothing() {
    int before = balance("bob");
    assertThatThrownBy(() ->
            jooq.transaction(transaction -> {
              add(transaction.dsl(), "bob", 999);
              add(transaction.dsl(), "ada", -999);
            }))
        .isInstanceOf(IntegrityConstraintViolationException.class);
    assertThat(balance("bob")).isEqualTo(before);
  }

  @Test
  void aTransactionInsideAnotherIsRolledBackAlone() {
    jooq.transaction(outer -> {
      insert(outer.dsl(), "kept");
      assertThatThrownBy(() ->
              outer
                  .dsl()
                  .transaction(inner -> {
                    insert(inner.dsl(), "dropped");
                    insert(inner.dsl(), "kept");
                  }))
          .isInstanceOf(DataAccessException.class);
    });
    assertThat(owners()).contains("kept").doesNotContain("dropped");
  }

  @Test
  void whatIsDoneToTheConnectionInsideABlockEndsWithIt() {
    jooq.connection(connection -> {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      DSL.using(connection, SQLDialect.POSTGRES)
          .transaction(transaction -> {
            DSLContext own = transaction.dsl();
            assertThat(setting(own, "transaction_isolation")).isEqualTo("serializable");
            assertThat(setting(own, "transaction_read_only")).isEqualTo("on");
          });
    });
    assertThat(setting(jooq, "transaction_isolation")).isEqualTo("read committed");
    assertThat(setting(jooq, "transaction_read_only")).isEqualTo("off");
  }

  @Test
  void rowsAreReadOneByOneWhileTheConnectionIsHeld() {
    List<String> read = new ArrayList<>();
    try (Cursor<?> rows = jooq.select(OWNER).from(ACCOUNT).fetchSize(1).fetchLazy()) {
      assertThat(POSTGRES.pool().stats().leased()).isEqualTo(1);
      rows.fetchNext(1).forEach(row -> read.add(row.get(OWNER)));
    }
    assertThat(read).hasSize(1);
    assertThat(POSTGRES.pool().stats().leased()).isZero();
  }

  private static void add(DSLContext dsl, String owner, int amount) {
    int rows =
        dsl.update(ACCOUNT).set(BALANCE, BALANCE.plus(amount)).where(OWNER.eq(owner)).execute();
    assertThat(rows).isEqualTo(1);
  }

  private static void insert(DSLContext dsl, String owner) {
    int rows = dsl.insertInto(ACCOUNT, OWNER, BALANCE).values(owner, 1).execute();
    assertThat(rows).isEqualTo(1);
  }

  private static int balance(String owner) {
    return jooq.select(BALANCE).from(ACCOUNT).where(OWNER.eq(owner)).fetchSingle(BALANCE);
  }

  private static List<String> owners() {
    return jooq.select(OWNER).from(ACCOUNT).fetch(OWNER);
  }

  private static String setting(DSLContext dsl, String name) {
    return dsl.fetchSingle("SELECT current_setting(?)", name).get(0, String.class);
  }
}
