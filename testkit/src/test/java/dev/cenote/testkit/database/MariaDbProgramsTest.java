package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbProgramsTest {

  @TempDir private Path directory;

  private void install(String program) throws IOException {
    Path file = Files.createFile(directory.resolve(program));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void whereTheyAreNotTheMessageSaysWhatToInstall() {
    assertThatThrownBy(() -> MariaDbPrograms.findIn(List.of("", directory.toString())))
        .isInstanceOf(MariaDbUnavailableException.class)
        .hasMessageContaining("there is no mariadbd")
        .hasMessageContaining("Install the package mariadb-server");
  }

  @Test
  void theServerAloneIsNotEnough() throws IOException {
    install("mariadbd");
    assertThatThrownBy(() -> MariaDbPrograms.findIn(List.of(directory.toString())))
        .isInstanceOf(MariaDbUnavailableException.class)
        .hasMessageContaining("there is no mariadb-install-db");
  }

  @Test
  void theFirstThatIsFoundIsTaken() throws IOException {
    install("mariadbd");
    install("mariadb-install-db");
    MariaDbPrograms programs =
        MariaDbPrograms.findIn(List.of("/no/such/directory", directory.toString()));
    assertThat(programs.server()).isEqualTo(directory.resolve("mariadbd"));
    assertThat(programs.installer()).isEqualTo(directory.resolve("mariadb-install-db"));
  }
}
