package dev.irsa.agent.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * A class of an SDK with intercepted methods. It gets neither methods nor fields, because the JVM
 * refuses that in a class that is already loaded. For use by one thread.
 */
final class InterceptedClass extends ClassVisitor {

  private static final String OBJECT = "Ljava/lang/Object;";

  private final SdkCopy copy;

  /** The methods that have not been seen. */
  private final List<InterceptedMethod> missing;

  private InterceptedClass(List<InterceptedMethod> methods, SdkCopy copy, ClassWriter writer) {
    super(Opcodes.ASM9, writer);
    this.copy = copy;
    this.missing = new ArrayList<>(methods);
  }

  /**
   * Returns the class file with methods that call their hooks.
   *
   * @throws UnknownClassException if a method is missing
   */
  static byte[] of(byte[] original, List<InterceptedMethod> methods, SdkCopy copy)
      throws UnknownClassException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    InterceptedClass replaced = new InterceptedClass(methods, copy, writer);
    reader.accept(replaced, 0);
    if (!replaced.missing.isEmpty()) {
      throw new UnknownClassException(
          "%s lacks the method %s"
              .formatted(SdkCopy.dotted(reader.getClassName()), replaced.missing.get(0).name()));
    }
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
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0
                || (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) != 0
                || Type.getReturnType(descriptor).getSort() != Type.OBJECT
                || name.equals("toString")) {
              return code;
            }
            var throwing = new GeneratorAdapter(code, access, name, descriptor);
            throwing.visitCode();
            throwing.throwException(Type.getType(IllegalStateException.class), message);
            throwing.endMethod();
            return null;
          }
        },
        0);
    return writer.toByteArray();
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
    InterceptedMethod intercepted = find(name, Type.getReturnType(descriptor));
    if (intercepted == null) {
      return code;
    }
    missing.remove(intercepted);
    if (intercepted.hook().equals(InterceptedMethod.NOTHING)) {
      code.visitCode();
      code.visitInsn(Opcodes.RETURN);
      code.visitMaxs(0, 0);
      code.visitEnd();
      return null;
    }
    return new MethodVisitor(Opcodes.ASM9, code) {
      @Override
      public void visitCode() {
        super.visitCode();
        if (intercepted.isForGuard()) {
          showRequest(mv, intercepted, descriptor);
        } else {
          returnUnlessNull(mv, intercepted, access, descriptor);
        }
      }
    };
  }

  private @Nullable InterceptedMethod find(String name, Type result) {
    for (InterceptedMethod each : missing) {
      if (each.name().equals(name) && result.getClassName().equals(each.resultIn(copy))) {
        return each;
      }
    }
    return null;
  }

  /** Passes one or two parameters to the hook. */
  private void showRequest(MethodVisitor code, InterceptedMethod intercepted, String descriptor) {
    code.visitVarInsn(Opcodes.ALOAD, 1);
    if (Type.getArgumentTypes(descriptor).length > 1) {
      code.visitVarInsn(Opcodes.ALOAD, 2);
    } else {
      code.visitInsn(Opcodes.ACONST_NULL);
    }
    call(code, copy.generation().guard(), intercepted, "(" + OBJECT + OBJECT + ")V");
  }

  /** Passes the parameter to the hook; without one the object, or null in a static method. */
  private void returnUnlessNull(
      MethodVisitor code, InterceptedMethod intercepted, int access, String descriptor) {
    if ((access & Opcodes.ACC_STATIC) != 0) {
      code.visitInsn(Opcodes.ACONST_NULL);
    } else {
      code.visitVarInsn(Opcodes.ALOAD, Type.getArgumentTypes(descriptor).length > 0 ? 1 : 0);
    }
    Type result = Type.getReturnType(descriptor);
    call(code, copy.generation().provider(), intercepted, "(" + OBJECT + ")" + result);
    Label original = new Label();
    code.visitInsn(Opcodes.DUP);
    code.visitJumpInsn(Opcodes.IFNULL, original);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(original);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {result.getInternalName()});
    code.visitInsn(Opcodes.POP);
  }

  private void call(
      MethodVisitor code, String owner, InterceptedMethod intercepted, String descriptor) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, copy.relocated(owner), intercepted.hook(), descriptor, false);
  }
}
