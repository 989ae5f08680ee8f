package dev.irsa.agent.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A class of an SDK in which methods are replaced. For use by one thread. */
final class ReplacedClass extends ClassVisitor {

  private static final String EXCEPTION = "java/lang/IllegalStateException";

  private final List<Replacement> replacements;
  private final String adapter;
  private final Set<String> fields = new HashSet<>(Set.of(Replacement.THIS));
  private final Set<Replacement> found = new HashSet<>();
  private String name = "";

  private ReplacedClass(List<Replacement> replacements, String adapter, ClassWriter writer) {
    super(Opcodes.ASM9, writer);
    this.replacements = replacements;
    this.adapter = adapter;
  }

  /**
   * Returns the class file with methods replaced.
   *
   * @throws UnknownClassException if the class is not as expected
   */
  static byte[] of(byte[] original, List<Replacement> replacements, SdkCopy copy)
      throws UnknownClassException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ReplacedClass replaced =
        new ReplacedClass(
            replacements.stream().map(each -> each.in(copy)).toList(),
            copy.relocated(copy.generation().adapter()),
            writer);
    reader.accept(replaced, 0);
    replaced.check();
    return writer.toByteArray();
  }

  /**
   * Returns the class file of a provider in which each method that would return an object throws.
   * For a class that is not as expected and must not provide another identity.
   *
   * @param message of the exception
   */
  static byte[] closed(byte[] original, String message) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String method,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor code =
                super.visitMethod(access, method, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0
                || (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) != 0
                || Type.getReturnType(descriptor).getSort() != Type.OBJECT
                || method.equals("toString")) {
              return code;
            }
            writeThrow(code, message);
            return null;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void writeThrow(MethodVisitor code, String message) {
    code.visitCode();
    code.visitTypeInsn(Opcodes.NEW, EXCEPTION);
    code.visitInsn(Opcodes.DUP);
    code.visitLdcInsn(message);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, EXCEPTION, "<init>", "(" + Replacement.TEXT + ")V", false);
    code.visitInsn(Opcodes.ATHROW);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void check() throws UnknownClassException {
    String dotted = SdkCopy.dotted(name);
    for (Replacement replacement : replacements) {
      if (!found.contains(replacement)) {
        throw new UnknownClassException(dotted + " lacks the method " + replacement.method());
      }
      if (replacement.field() != null && !fields.contains(replacement.field())) {
        throw new UnknownClassException(dotted + " lacks the field " + replacement.field());
      }
    }
  }

  @Override
  public void visit(
      int version,
      int access,
      String className,
      @Nullable String signature,
      String superName,
      String[] interfaces) {
    name = className;
    super.visit(version, access, className, signature, superName, interfaces);
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String field,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if (descriptor.equals(Replacement.TEXT)) {
      fields.add(field);
    }
    return super.visitField(access, field, descriptor, signature, value);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor original = super.visitMethod(access, method, descriptor, signature, exceptions);
    for (Replacement replacement : replacements) {
      if (method.equals(replacement.method()) && descriptor.equals(replacement.descriptor())) {
        found.add(replacement);
        return new MethodVisitor(Opcodes.ASM9, original) {
          @Override
          public void visitCode() {
            super.visitCode();
            replacement.write(mv, name, adapter);
          }
        };
      }
    }
    return original;
  }
}
