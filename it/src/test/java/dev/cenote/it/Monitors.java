package dev.cenote.it;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds {@code synchronized}, on methods and in them: ArchUnit knows nothing of the latter. */
final class Monitors {
  private Monitors() {}

  /** Returns the methods of a class that use its or another object's monitor. */
  static List<String> in(JavaClass type) {
    URI classFile = type.getSource().orElseThrow().getUri();
    List<String> found = new ArrayList<>();
    try (InputStream bytes = classFile.toURL().openStream()) {
      new ClassReader(bytes).accept(new Finder(type.getName(), found), ClassReader.SKIP_DEBUG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static final class Finder extends ClassVisitor {
    private final String type;
    private final List<String> found;

    Finder(String type, List<String> found) {
      super(Opcodes.ASM9);
      this.type = type;
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        found.add(type + "." + name + " is synchronized");
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.MONITORENTER) {
            found.add(type + "." + name + " has a synchronized block");
          }
        }
      };
    }
  }
}
