package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.testkit.contract.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drivers that say a password as it is, with nothing around it that would give it away. */
@Timeout(60)
class BarePasswordTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  private final List<PoolEvent> events = new CopyOnWriteArrayList<>();

  private CenoteDataSource pool(String username, String password) {
    return scene.pool(b ->
        b.name("orders")
            .username(username)
            .password(password)
            .acquireTimeout(Duration.ofSeconds(30)) // a refused login does not wait for it
            .listener(events::add));
  }

  private void refuse(String said) {
    scene
        .database()
        .refuse(() -> {
          SQLException failure = new SQLException("no", "28000", new Throwable(said));
          failure.addSuppressed(new Throwable(said));
          failure.setNextException(new SQLException(said));
          return failure;
        });
  }

  private static String refusal(CenoteDataSource pool) {
    StringWriter printed = new StringWriter();
    catchThrowable(pool::getConnection).printStackTrace(new PrintWriter(printed));
    return printed.toString();
  }

  private String told() {
    Stage.eventually(() -> assertThat(log.with("CENOTE-2")).isNotEmpty());
    Stage.eventually(() -> assertThat(events).isNotEmpty());
    StringBuilder told = new StringBuilder(log.with("orders").toString());
    for (PoolEvent event : events) {
      told.append(event);
      if (event instanceof PoolEvent.OpenFailed failed) {
        StringWriter printed = new StringWriter();
        failed.failure().printStackTrace(new PrintWriter(printed));
        told.append(printed);
      }
    }
    return told.toString();
  }

  @Test
  void aPasswordIsHiddenWhereverADriverSaysIt() {
    refuse("not S3C@RET, nor S3C%40RET");
    CenoteDataSource pool = pool("app", "S3C@RET");

    assertThat(refusal(pool)).contains("not ***, nor ***").doesNotContain("S3C");
    assertThat(told()).contains("not ***, nor ***").doesNotContain("S3C");
  }

  @Test
  void afterAChangeTheOldOneStaysHidden() throws SQLException {
    CenoteDataSource pool = pool("app", "0LD");
    pool.getConnection().close();
    refuse("neither 0LD nor N3W");
    pool.reconfigure(change -> change.password("N3W"));
    pool.invalidateAll();

    assertThat(refusal(pool)).contains("neither *** nor ***");
    assertThat(told()).contains("neither *** nor ***").doesNotContain("0LD").doesNotContain("N3W");
  }

  @Test
  void aUserAndAPoolOfTheSameNameAreStillCalledSo() throws SQLException {
    CenoteDataSource pool = pool("orders", "orders");
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
    refuse("user orders is unknown");
    pool.invalidateAll();

    assertThat(refusal(pool)).contains("user *** is unknown");
    assertThat(told()).contains("orders: ");
    assertThat(pool.getName()).isEqualTo("orders");
    assertThat(pool.status()).startsWith("orders: ");
  }
}
