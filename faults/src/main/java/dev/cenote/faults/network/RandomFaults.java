package dev.cenote.faults.network;

import dev.cenote.faults.client.Pause;
import dev.cenote.faults.proxy.FaultProxy;
import dev.cenote.faults.proxy.Weather;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One fault after the other, the same for every pool and every run. Not safe for threads. */
final class RandomFaults {

  private static final long SEED = 20_261_128;

  private final NetworkScene scene;
  private final Random random = new Random(SEED);
  private final List<Long> silences = new ArrayList<>();

  RandomFaults(NetworkScene scene) {
    this.scene = scene;
  }

  /** Goes on for so long, then all is well again; blocks. Returns how many there were. */
  int last(Duration length) throws SQLException {
    long end = System.nanoTime() + length.toNanos();
    int faults = 0;
    while (System.nanoTime() - end < 0) {
      one();
      faults++;
    }
    scene.network().all(Weather.FAIR);
    return faults;
  }

  /** When answers were lost silently, as {@code System.nanoTime()}. */
  List<Long> silences() {
    return List.copyOf(silences);
  }

  private void one() throws SQLException {
    FaultProxy network = scene.network();
    switch (random.nextInt(6)) {
      case 0 -> network.reset();
      case 1 -> network.open(Weather.cut(random.nextInt(10)));
      case 2 -> silently(() -> network.open(Weather.BLACK_HOLE));
      case 3 -> silently(() -> network.all(Weather.BLACK_HOLE));
      case 4 -> network.coming(Weather.drip(Duration.ofMillis(20)));
      default -> scene.postgres().terminate(1 + random.nextInt(scene.size()));
    }
    Pause.of(Duration.ofMillis(200L + random.nextInt(1_300)));
    network.coming(Weather.FAIR);
    // What the network has forgotten it does not always remember.
    if (random.nextBoolean()) {
      network.open(Weather.FAIR);
    }
    Pause.of(Duration.ofMillis(random.nextInt(500)));
  }

  private void silently(Runnable fault) {
    fault.run();
    silences.add(System.nanoTime());
  }
}
