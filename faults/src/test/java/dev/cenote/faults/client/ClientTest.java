package dev.cenote.faults.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.client.Request.End;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who measure, on the fake driver's own data source: no pool. */
@Timeout(60)
final class ClientTest {

  private final FakeDatabase database = FakeDatabase.create();
  private final Client client = new Client(database.dataSource(), Work.QUERY);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRequestThatGetsAWorkingConnectionIsServedAndGivesItBack() {
    assertThat(client.request().end()).isEqualTo(End.SERVED);
    assertThat(database.openConnections()).isZero();
  }

  @Test
  void aRequestWithoutAConnectionIsRefused() {
    database.on("connect").failing("08001");
    Request request = client.request();
    assertThat(request.end()).isEqualTo(End.REFUSED);
    assertThat(request.failure()).isNotNull();
  }

  @Test
  void aRequestWhoseConnectionDoesNotWorkHasFailedAndGivesItBack() {
    database.on("execute").throwing(() -> new StackOverflowError("fault"));
    assertThat(client.request().end()).isEqualTo(End.FAILED);
    assertThat(database.openConnections()).isZero();
  }

  @Test
  void aFailureIsToldBeforeTheConnectionIsGivenBack() {
    database.on("execute").failing("08006");
    database.on("close").lasting(Duration.ofMillis(50));
    Request request = client.request();
    assertThat(request.end()).isEqualTo(End.FAILED);
    assertThat(request.ended() - request.told()).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void aCrowdKeepsNoFailuresWithTheirStacks() {
    database.on("connect").always().failing("08001");
    Crowd crowd = Crowd.at(database.dataSource(), Work.QUERY, 2, Duration.ofMillis(1));
    await().until(() -> crowd.diary().requests().size() >= 2);
    assertThat(crowd.stop(Duration.ofSeconds(5)).requests())
        .allMatch(request -> request.end() == End.REFUSED)
        .allMatch(request -> request.failure() == null);
  }

  @Test
  void aCrowdKnowsWhoWaitsStillAndForgetsWhoWorks() {
    Fault connect = database.on("connect").hang();
    Crowd crowd = Crowd.at(database.dataSource(), Work.QUERY, 2, Duration.ZERO);
    connect.awaitHits(2);
    assertThat(crowd.diary().running()).hasSize(2);

    Fault work = database.on("execute").hang();
    connect.lift();
    work.awaitHits(2);

    await().until(() -> crowd.diary().running().isEmpty());
    work.lift();
    Diary diary = crowd.stop(Duration.ofSeconds(10));
    assertThat(diary.served()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void recoveryIsTheFirstThatWorkedSinceAndNotOneBefore() throws InterruptedException {
    Crowd crowd = Crowd.at(database.dataSource(), Work.QUERY, 1, Duration.ZERO);
    await().until(() -> crowd.diary().served() > 0);
    database.on("execute").failing("08006");
    await().until(() -> !crowd.diary().requests().isEmpty() && lastFailed(crowd));
    Since broken = Since.now();

    assertThat(broken.firstServed(crowd, Duration.ofMillis(50)).state())
        .isEqualTo(Reading.State.NEVER);
    database.liftFaults();

    assertThat(broken.firstServed(crowd, Duration.ofSeconds(10)).state())
        .isEqualTo(Reading.State.MEASURED);
    Diary unused = crowd.stop(Duration.ofSeconds(10));
  }

  private static boolean lastFailed(Crowd crowd) {
    List<Request> all = crowd.diary().requests();
    return all.get(all.size() - 1).end() == End.FAILED;
  }

  @Test
  void theCapacityIsWhatCanBeHeldAtTheSameTime() throws InterruptedException {
    database.settings().maxConnections(3);
    Capacity three = Capacity.of(database.dataSource(), 3, Duration.ofSeconds(10));
    assertThat(three.isAll(3)).isTrue();
    await().until(() -> database.openConnections() == 0);
    Capacity four = Capacity.of(database.dataSource(), 4, Duration.ofSeconds(2));
    assertThat(four.lent()).isEqualTo(3);
    await().until(() -> database.openConnections() == 0);
  }

  @Test
  void aBurstIsOneRequestEach() throws InterruptedException {
    Diary diary = Burst.of(database.dataSource(), Work.QUERY, 5).await(Duration.ofSeconds(10));
    assertThat(diary.served()).isEqualTo(5);
    assertThat(database.connectionsEver()).isEqualTo(5);
  }
}
