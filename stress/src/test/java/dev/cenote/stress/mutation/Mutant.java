package dev.cenote.stress.mutation;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A mutated class, compiled against the engine that it is to be put in front of. */
final class Mutant {

  private Mutant() {}

  /**
   * Compiles it.
   *
   * @param sources the engine's, the folder that contains {@code dev}
   * @param folder where the mutant is to stand; what it held must have been deleted
   * @return the folder that belongs in front of the engine on the class path
   */
  static Path compile(Mutation mutation, Path sources, Path folder) throws IOException {
    String file = "dev/cenote/core/" + mutation.file() + ".java";
    String mutated = mutation.mutate(Files.readString(sources.resolve(file)));
    Path source = folder.resolve("source").resolve(file);
    Path classes = folder.resolve("classes");
    Files.createDirectories(source.getParent());
    Files.createDirectories(classes);
    Files.writeString(source, mutated);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("mutants need a JDK to compile them, this is a JRE");
    }
    StringWriter says = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(source);
      List<String> options = List.of("-proc:none", "-nowarn", "-d", classes.toString());
      if (!compiler.getTask(says, files, null, options, null, units).call()) {
        throw new IllegalStateException(mutation.name() + " does not compile: " + says);
      }
    }
    return classes;
  }
}
