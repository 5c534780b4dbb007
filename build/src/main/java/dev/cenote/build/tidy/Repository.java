package dev.cenote.build.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The working tree: where it is and which of its files people write. */
public final class Repository {
  private static final Set<String> SKIPPED_FOLDERS = Set.of(".git", ".idea", ".vscode", "target");
  private static final Pattern WRITTEN =
      Pattern.compile(".*\\.(java|md|xml|puml|sh|sql|yml|yaml|json|properties|config)|cenote|run");

  private final Path root;

  /** A tree below the given folder. */
  public Repository(Path root) {
    this.root = root;
  }

  /** Finds the tree that the current folder lies in, by its {@code .mvn} folder. */
  public static Repository current() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return new Repository(at);
      }
    }
    throw new IllegalStateException("not inside the repository: no .mvn folder above");
  }

  /** The top folder. */
  public Path root() {
    return root;
  }

  /** All files that people write: no build output, no generated delegates, nothing binary. */
  public List<SourceFile> files() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean generated = folder.endsWith("src/main/java/dev/cenote/delegate");
            return generated || SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (WRITTEN.matcher(file.getFileName().toString()).matches()) {
              files.add(new SourceFile(relative(file), Files.readString(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
