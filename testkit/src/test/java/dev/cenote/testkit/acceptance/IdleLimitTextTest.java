package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server that ends the sessions of which nothing is heard for some time. */
@Timeout(180)
class IdleLimitTextTest {

  @RegisterExtension private static final OrdersServer SERVER = new OrdersServer();

  /** Of the server. */
  private static final Duration LIMIT = Duration.ofSeconds(12);

  /** Nearly as long. */
  private static final Duration LIVED = Duration.ofMillis(10_500);

  @RegisterExtension private final LogLines log = new LogLines();

  private static void use(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  private static void idleUntilTheServerEndsIt() {
    Awaitility.await()
        .atMost(LIMIT.plus(Stage.PATIENCE))
        .until(() -> SERVER.sessionsOf("orders") == 0);
  }

  @Test
  void afterThreeDeathsThePoolNamesTheTimeThatTheServerGivesIdleSessions() throws Exception {
    SERVER.idleSessionsEndAfter(LIMIT);
    CenoteDataSource pool =
        SERVER.pool(b -> b.poolSize(1).validation(Validation.ALWAYS).keepalive(Duration.ZERO));
    use(pool);
    idleUntilTheServerEndsIt();
    use(pool);
    Awaitility.await().pollDelay(LIVED).atMost(Stage.PATIENCE.plus(LIVED)).until(() -> true);
    use(pool);
    idleUntilTheServerEndsIt();
    use(pool);
    Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    use(pool); // apart from that death, though the clock it is stamped by was late
    idleUntilTheServerEndsIt();
    use(pool);

    String told = log.awaited(ErrorCode.FOUND_DEAD, 3);
    PageExample.assertSaid(told, ErrorCode.FOUND_DEAD, 1);
    assertThat(told) // on a busy machine a death is found late
        .containsPattern(
            "drops idle connections at about (1[05]\\.0 s)\\. Set keepalive below \\1 ");
  }
}
