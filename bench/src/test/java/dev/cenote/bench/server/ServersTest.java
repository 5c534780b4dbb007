package dev.cenote.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.bench.pool.Target;
import dev.cenote.bench.server.Server.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest {

  private final List<String> happened = new ArrayList<>();

  @Test
  void aServerStartsWhenItIsFirstAskedForOnceAndEndsWithTheOthers() {
    try (Servers servers = new Servers(this::start)) {
      assertThat(happened).isEmpty();
      assertThat(servers.obstacle(Database.POSTGRESQL)).isEmpty();
      assertThat(servers.targetOf(Database.POSTGRESQL).url()).isEqualTo("at postgresql");
      assertThat(servers.targetOf(Database.POSTGRESQL).url()).isEqualTo("at postgresql");
    }
    assertThat(happened).containsExactly("start postgresql", "end postgresql");
  }

  @Test
  void whatCannotStartIsTriedOnceAndSaysWhyEachTime() {
    try (Servers servers = new Servers(this::start)) {
      assertThat(servers.obstacle(Database.MARIADB)).isEqualTo("mariadbd is not installed");
      assertThat(servers.obstacle(Database.MARIADB)).isEqualTo("mariadbd is not installed");
      assertThatThrownBy(() -> servers.targetOf(Database.MARIADB))
          .hasMessage("mariadbd is not installed");
    }
    assertThat(happened).containsExactly("start mariadb");
  }

  private Server start(Database database) throws UnavailableException {
    happened.add("start " + database.key());
    if (database == Database.MARIADB) {
      throw new UnavailableException("mariadbd is not installed", new IllegalStateException());
    }
    Target target = new Target("at " + database.key(), database.driver(), "app", "secret");
    return new Server(target, () -> happened.add("end " + database.key()));
  }
}
