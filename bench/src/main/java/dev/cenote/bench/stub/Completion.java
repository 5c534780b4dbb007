package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Turns an abstract class into one that can be made: a final subclass in which every method still
 * abstract throws {@link java.sql.SQLFeatureNotSupportedException}. JDBC's interfaces have hundreds
 * of methods; this way the stub's source holds only those that do something, and yet a call of them
 * goes through no reflection.
 *
 * @param <T> the abstract class, with a constructor without arguments that its package may call
 */
final class Completion<T> {

  private static final String REFUSAL = "java/sql/SQLFeatureNotSupportedException";

  private final Class<T> type;
  private final MethodHandle constructor;

  /** Defines the subclass; once for each abstract class. */
  Completion(Class<T> type, MethodHandles.Lookup lookup) {
    this.type = type;
    try {
      Class<?> completed = lookup.defineClass(bytecode(type));
      constructor = lookup.findConstructor(completed, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("bug: cannot complete " + type, e);
    }
  }

  /** Makes one. */
  T create() {
    try {
      return type.cast(constructor.invoke());
    } catch (Throwable e) {
      throw new IllegalStateException("bug: cannot make a " + type, e);
    }
  }

  private static byte[] bytecode(Class<?> type) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String parent = Type.getInternalName(type);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, parent + "Completed", null, parent, null);
    MethodVisitor init = writer.visitMethod(0, "<init>", "()V", null, null);
    init.visitVarInsn(Opcodes.ALOAD, 0);
    init.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, "<init>", "()V", false);
    init.visitInsn(Opcodes.RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
    Set<String> written = new HashSet<>(); // an interface may repeat what it inherits
    Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> written.add(method.getName() + Type.getMethodDescriptor(method)))
        .forEach(method -> refuse(writer, method));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void refuse(ClassWriter writer, Method method) {
    String descriptor = Type.getMethodDescriptor(method);
    MethodVisitor body =
        writer.visitMethod(Opcodes.ACC_PUBLIC, method.getName(), descriptor, null, null);
    body.visitTypeInsn(Opcodes.NEW, REFUSAL);
    body.visitInsn(Opcodes.DUP);
    body.visitLdcInsn("the stub has no " + method.getName());
    body.visitMethodInsn(Opcodes.INVOKESPECIAL, REFUSAL, "<init>", "(Ljava/lang/String;)V", false);
    body.visitInsn(Opcodes.ATHROW);
    body.visitMaxs(0, 0);
    body.visitEnd();
  }
}
