package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeTest {

  @TempDir private Path folder;

  @Test
  void theFingerprintChangesWithAClassAndWithNothingElse() throws Exception {
    Path one = Files.write(folder.resolve("One.class"), new byte[] {1, 2});
    String before = Code.fingerprint(folder);
    assertThat(Code.fingerprint(folder)).isEqualTo(before);

    Files.writeString(folder.resolve("text.md"), "text");
    assertThat(Code.fingerprint(folder)).isEqualTo(before);

    Files.write(one, new byte[] {1, 3});
    assertThat(Code.fingerprint(folder)).isNotEqualTo(before);
  }

  @Test
  void theClassesInAJarCountToo() {
    assertThat(Code.fingerprint(Code.placeOf(Test.class))).isNotEqualTo(Code.fingerprint(folder));
  }

  @Test
  void eachPeersJarsAreKnownWithTheirSize() {
    for (PoolAdapter pool : Pools.ALL) {
      if (!pool.isBound() && !pool.key().equals("cenote")) {
        assertThat(Jars.kilobytesOf(pool)).as(pool.key()).isBetween(90.0, 6_000.0);
      }
    }
    assertThat(Jars.kilobytesOf(Samples.FLOOR)).isNaN();
  }
}
