package dev.cenote.it.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import io.micrometer.core.instrument.Gauge;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Event;
import jdk.jfr.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * No password that a pool was given comes out on any way: log, exceptions, printed text, events,
 * flight recordings, JMX, meters, reports, toString, thread names. Each is listened to while pools
 * live and fail in every manner; and each is first shown to be heard.
 */
@Timeout(600)
class CanarySweepTest {

  private static final Set<String> WAYS =
      Set.of(
          LogWay.NAME,
          PrintedWay.OUT,
          PrintedWay.ERR,
          FlightWay.NAME,
          BeansWay.NAME,
          MetersWay.NAME,
          Watched.EVENT,
          Watched.CONNECTION_EVENT,
          Watched.THROWN,
          Watched.SETTINGS,
          Watched.POOL,
          Watched.HANDLE,
          Watched.REPORT,
          Watched.THREAD);

  /** Told on purpose, one way or another, by the scenes below. */
  private static final List<String> CODES =
      List.of(
          "101", "102", "103", "105", "106", "107", "108", "201", "203", "204", "205", "206", "207",
          "301", "302", "303", "304", "305", "306", "402", "403", "404", "405", "501", "502", "601",
          "602", "603", "604", "606", "608", "701", "702", "703");

  @TempDir private Path folder;
  private final Outputs outputs = new Outputs();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Watched watched;
  private FlightWay flight;

  @BeforeEach
  void listen() {
    open.add(new PrintedWay(outputs));
    open.add(new LogWay(outputs));
    flight = new FlightWay(outputs, folder);
    open.add(flight);
    watched = new Watched(outputs);
    open.add(watched);
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.remove(open.size() - 1).close();
    }
  }

  @Test
  void noPasswordComesOutOnAnyWay() throws Exception {
    assumeThat(EmbeddedPostgresDatabase.unavailability()).isEmpty();
    LoginScenes logins = new LoginScenes(watched, folder);
    logins.atPostgres();
    logins.atH2();
    SettingScenes settings = new SettingScenes(watched, folder);
    settings.brokenUrls();
    settings.problems();
    settings.problemsOfOtherPools();
    settings.nobodyThere();
    LifeScenes life = new LifeScenes(watched);
    life.refusedByTheDriver();
    life.connectionsThatEnd();
    life.whoWaits();
    life.deadlock();
    life.leaks();
    life.closedUnderBorrowers();
    life.logins();
    life.changes();
    HalfwayScenes halfway = new HalfwayScenes(watched);
    halfway.requestNotBegun();
    halfway.notFilled();
    stop();

    assertThat(outputs.ways()).containsAll(WAYS);
    assertThat(CODES).allMatch(code -> outputs.tell("CENOTE-" + code), "was told");
    assertThat(flight.seen()).containsAll(FlightWay.ofPools());
    assertThat(FlightWay.ofPools()).as("what is listened to").containsAll(knownButThePlanted());
    assertThat(outputs.leaks()).isEmpty();
  }

  private static Set<String> knownButThePlanted() {
    Set<String> known = FlightWay.known();
    known.remove("dev.cenote.Planted");
    return known;
  }

  /** An event that pools do not have. */
  @Name("dev.cenote.Planted")
  private static final class Planted extends Event {
    @SuppressWarnings({"unused", "UnusedVariable"}) // the recording reads it
    String secret = "";
  }

  /** A bean that pools do not have. */
  public interface PlantedMXBean {
    String getSecret();

    String report();
  }

  private record PlantedBean(String getSecret, String report) implements PlantedMXBean {}

  @Test
  void aPasswordIsFoundOnEachOfTheWays() throws Exception {
    String secret = Canary.in("Planted");
    LoggerFactory.getLogger(LogWay.LOGGER + ".planted").trace("{}", secret);
    System.out.println(secret);
    System.err.println(secret);
    Planted event = new Planted();
    event.secret = secret;
    event.commit();
    Gauge.builder("planted", () -> 1).tag("pool", secret).register(watched.meters().registry());
    watched.meters().sweep(outputs);
    outputs.add(Watched.EVENT, new PoolEvent.OpenFailed(new Throwable(secret), "OTHER", 1, 1, 1));
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.cenote:type=Planted");
    beans.registerMBean(new PlantedBean(secret, ""), name);
    BeansWay.sweep(outputs);
    beans.unregisterMBean(name);
    CountDownLatch listed = new CountDownLatch(1);
    Thread thread = new Thread(() -> await(listed), secret);
    thread.start();
    watched.threads();
    listed.countDown();
    thread.join();
    stop();

    assertThat(outputs.leakingWays())
        .containsExactlyInAnyOrder(
            LogWay.NAME,
            PrintedWay.OUT,
            PrintedWay.ERR,
            FlightWay.NAME,
            MetersWay.NAME,
            BeansWay.NAME,
            Watched.EVENT,
            Watched.THREAD);
    assertThat(outputs.leaks()).anyMatch(leak -> leak.contains(secret));
  }

  @Test
  void aPasswordIsFoundInWhateverAnOperationOfABeanReturns() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.cenote:type=Planted");
    beans.registerMBean(new PlantedBean("", Canary.in("Planted")), name);
    BeansWay.sweep(outputs);
    beans.unregisterMBean(name);

    assertThat(outputs.leakingWays()).containsExactly(BeansWay.NAME);
  }

  @Test
  void aPasswordIsFoundHoweverDeepInAnException() {
    SQLException[] chain = new SQLException[4];
    Arrays.setAll(chain, i -> new SQLException("harmless"));
    chain[0].initCause(chain[1]);
    chain[1].addSuppressed(chain[2]);
    chain[2].setNextException(chain[3]);
    outputs.add(Watched.THROWN, chain[0]);
    assertThat(outputs.leaks()).isEmpty();

    chain[3].setNextException(new SQLException(Canary.in("Planted")));
    outputs.add(Watched.THROWN, chain[0]);

    assertThat(outputs.leakingWays()).containsExactly(Watched.THROWN);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
