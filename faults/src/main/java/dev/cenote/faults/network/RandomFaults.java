package dev.cenote.faults.network;

import dev.cenote.faults.client.Hung.Spell;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.proxy.FaultProxy;
import dev.cenote.faults.proxy.Weather;
import dev.cenote.faults.server.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** One fault after the other, the same for every pool and every run. Not safe for threads. */
final class RandomFaults {

  private static final long SEED = 20_261_128;

  private final NetworkScene scene;
  private final Random random = new Random(SEED);
  private final List<Spell> silences = new ArrayList<>();
  private OptionalLong silentSince = OptionalLong.empty();

  RandomFaults(NetworkScene scene) {
    this.scene = scene;
  }

  /** Goes on for so long, then all is well again; blocks. Returns how many there were. */
  int last(Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    int faults = 0;
    while (System.nanoTime() - end < 0) {
      one();
      faults++;
    }
    scene.network().all(Weather.FAIR);
    silenceEnds();
    return faults;
  }

  /** When open connections were silent: those that were lent then hang. */
  List<Spell> silences() {
    return List.copyOf(silences);
  }

  private void one() throws Exception {
    FaultProxy network = scene.network();
    Trouble trouble = begin(random.nextInt(9));
    try {
      Pause.of(Duration.ofMillis(200L + random.nextInt(1_300)));
    } finally {
      trouble.end();
    }
    network.coming(Weather.FAIR);
    // What the network has forgotten it does not always remember.
    if (random.nextBoolean()) {
      loudly(() -> network.open(Weather.FAIR));
    }
    Pause.of(Duration.ofMillis(random.nextInt(500)));
  }

  /** Of those at the server, some last until they are ended. */
  private Trouble begin(int which) throws Exception {
    FaultProxy network = scene.network();
    switch (which) {
      case 0 -> loudly(network::reset);
      case 1 -> {
        Weather cut = Weather.cut(random.nextInt(10));
        loudly(() -> network.open(cut));
      }
      case 2 -> silently(() -> network.open(Weather.BLACK_HOLE));
      case 3 -> silently(() -> network.all(Weather.BLACK_HOLE));
      case 4 -> network.coming(Weather.drip(Duration.ofMillis(20)));
      case 5 -> scene.postgres().terminate(1 + random.nextInt(scene.size()));
      case 6 -> {
        return scene.postgres().freezeOldest();
      }
      case 7 -> {
        return scene.postgres().fill();
      }
      default -> scene.postgres().killAndStartAgain();
    }
    return Trouble.NONE;
  }

  private void silently(Runnable fault) {
    fault.run();
    if (silentSince.isEmpty()) {
      silentSince = OptionalLong.of(System.nanoTime());
    }
  }

  /** Whatever was silent has its end, or goes on. */
  private void loudly(Runnable change) {
    change.run();
    silenceEnds();
  }

  private void silenceEnds() {
    silentSince.ifPresent(from -> silences.add(Spell.since(from)));
    silentSince = OptionalLong.empty();
  }
}
