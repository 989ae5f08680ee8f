package dev.irsa.agent.internal;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A class of an SDK in which a method is replaced. For use by one thread. */
final class ReplacedClass extends ClassVisitor {

  private static final String CONNECTED = "irsa$connected";
  private static final int HIDDEN =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Replacement replacement;
  private String name = "";
  private boolean hasField;
  private boolean hasMethod;

  private ReplacedClass(Replacement replacement, ClassWriter writer) {
    super(Opcodes.ASM9, writer);
    this.replacement = replacement;
    this.hasField = replacement.field() == null;
  }

  /**
   * Returns the class file with a method replaced.
   *
   * @throws UnknownClassException if the class is not as expected
   */
  static byte[] of(byte[] original, Replacement replacement) throws UnknownClassException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ReplacedClass replaced = new ReplacedClass(replacement, writer);
    reader.accept(replaced, 0);
    replaced.check();
    return writer.toByteArray();
  }

  private void check() throws UnknownClassException {
    String dotted = name.replace('/', '.');
    if (!hasMethod) {
      throw new UnknownClassException(dotted + " lacks the method " + replacement.method());
    }
    if (!hasField) {
      throw new UnknownClassException(dotted + " lacks the field " + replacement.field());
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
    hasField |= field.equals(replacement.field()) && descriptor.equals("Ljava/lang/String;");
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
    if (!method.equals(replacement.method()) || !descriptor.equals(replacement.descriptor())) {
      return original;
    }
    hasMethod = true;
    return new MethodVisitor(Opcodes.ASM9, original) {
      @Override
      public void visitCode() {
        super.visitCode();
        replacement.code().accept(mv, name);
      }
    };
  }

  @Override
  public void visitEnd() {
    if (replacement.connects()) {
      cv.visitField(HIDDEN, CONNECTED, OBJECT, null, null).visitEnd();
      writeConnect(
          cv.visitMethod(HIDDEN, Replacement.CONNECT, Replacement.CONNECT_DESCRIPTOR, null, null));
    }
    super.visitEnd();
  }

  /**
   * Adds a method that returns what {@code IrsaAgent.connect(MethodHandles.lookup())} does, or null
   * if that throws. It reaches the agent by the system class loader, and only once: the result is
   * kept in a field. Several threads may do so, with the same result.
   */
  private void writeConnect(MethodVisitor code) {
    Label first = new Label();
    Label start = new Label();
    Label end = new Label();
    code.visitCode();
    code.visitTryCatchBlock(start, end, end, "java/lang/Throwable");
    code.visitFieldInsn(Opcodes.GETSTATIC, name, CONNECTED, OBJECT);
    code.visitJumpInsn(Opcodes.IFNULL, first);
    code.visitFieldInsn(Opcodes.GETSTATIC, name, CONNECTED, OBJECT);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(first);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitLabel(start);
    writeCall(code);
    code.visitInsn(Opcodes.DUP);
    code.visitFieldInsn(Opcodes.PUTSTATIC, name, CONNECTED, OBJECT);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(end);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void writeCall(MethodVisitor code) {
    call(
        code,
        Opcodes.INVOKESTATIC,
        "java/lang/ClassLoader",
        "getSystemClassLoader",
        "()Ljava/lang/ClassLoader;");
    code.visitLdcInsn("dev.irsa.agent.IrsaAgent");
    call(
        code,
        Opcodes.INVOKEVIRTUAL,
        "java/lang/ClassLoader",
        "loadClass",
        "(Ljava/lang/String;)Ljava/lang/Class;");
    code.visitLdcInsn("connect");
    startArrayOfOne(code, "java/lang/Class");
    code.visitLdcInsn(Type.getType(MethodHandles.Lookup.class));
    code.visitInsn(Opcodes.AASTORE);
    call(
        code,
        Opcodes.INVOKEVIRTUAL,
        "java/lang/Class",
        "getMethod",
        "(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;");
    code.visitInsn(Opcodes.ACONST_NULL);
    startArrayOfOne(code, "java/lang/Object");
    call(
        code,
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;");
    code.visitInsn(Opcodes.AASTORE);
    call(
        code,
        Opcodes.INVOKEVIRTUAL,
        "java/lang/reflect/Method",
        "invoke",
        "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;");
  }

  private static void startArrayOfOne(MethodVisitor code, String type) {
    code.visitInsn(Opcodes.ICONST_1);
    code.visitTypeInsn(Opcodes.ANEWARRAY, type);
    code.visitInsn(Opcodes.DUP);
    code.visitInsn(Opcodes.ICONST_0);
  }

  private static void call(
      MethodVisitor code, int opcode, String owner, String method, String descriptor) {
    code.visitMethodInsn(opcode, owner, method, descriptor, false);
  }
}
