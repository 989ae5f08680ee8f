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

/** A class of an SDK in which methods are replaced. For use by one thread. */
final class ReplacedClass extends ClassVisitor {

  private final List<Replacement> replacements;
  private final String adapter;
  private final Set<String> fields = new HashSet<>();
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
   * @param adapter the name of the agent's class that they call
   * @throws UnknownClassException if the class is not as expected
   */
  static byte[] of(byte[] original, List<Replacement> replacements, String adapter)
      throws UnknownClassException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ReplacedClass replaced = new ReplacedClass(replacements, adapter.replace('.', '/'), writer);
    reader.accept(replaced, 0);
    replaced.check();
    return writer.toByteArray();
  }

  private void check() throws UnknownClassException {
    String dotted = name.replace('/', '.');
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
