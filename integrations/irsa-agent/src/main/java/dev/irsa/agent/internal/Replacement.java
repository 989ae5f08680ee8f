package dev.irsa.agent.internal;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Code at the beginning of a method of an SDK. It calls a static method of the agent's class beside
 * the SDK, and returns the result unless it is null. It adds neither a method nor a field, because
 * the JVM refuses that in a class that is already loaded.
 *
 * @param method the name of the method, which has at most one parameter
 * @param descriptor its parameter and its result, as in class files
 * @param hook the name of the method of the agent's class, whose argument is the parameter, the
 *     field or the object; null if the method has no result and shall do nothing
 * @param field the name of a field with a text, {@link #THIS} for the object itself, or null
 */
record Replacement(
    String method, String descriptor, @Nullable String hook, @Nullable String field) {

  static final String TEXT = "Ljava/lang/String;";
  static final String THIS = "this";

  /** Calls a method with the parameter, if there is one. */
  static Replacement by(String hook, String method, String descriptor) {
    return new Replacement(method, descriptor, hook, null);
  }

  /** Calls a method with the text in a field. */
  static Replacement byField(String hook, String method, String descriptor, String field) {
    return new Replacement(method, descriptor, hook, field);
  }

  /** Does nothing. */
  static Replacement byNothing(String method) {
    return new Replacement(method, "()V", null, null);
  }

  /** Returns it for a copy of the SDK. */
  Replacement in(SdkCopy copy) {
    return new Replacement(method, copy.relocated(descriptor), hook, field);
  }

  /**
   * Writes the code.
   *
   * @param owner the class with the method, as in class files
   * @param adapter the agent's class
   */
  void write(MethodVisitor code, String owner, String adapter) {
    Label original = new Label();
    if (hook == null) {
      code.visitInsn(Opcodes.RETURN);
      code.visitLabel(original);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      // The original may have a frame at its first instruction, and two need a distance.
      code.visitInsn(Opcodes.NOP);
      return;
    }
    Type result = Type.getReturnType(descriptor);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        adapter,
        hook,
        "(" + writeArgument(code, owner) + ")" + result.getDescriptor(),
        false);
    code.visitInsn(Opcodes.DUP);
    code.visitJumpInsn(Opcodes.IFNULL, original);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(original);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {result.getInternalName()});
    code.visitInsn(Opcodes.POP);
  }

  /** Returns its descriptor. */
  private String writeArgument(MethodVisitor code, String owner) {
    if (THIS.equals(field)) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      return "Ljava/lang/Object;";
    }
    if (field != null) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, owner, field, TEXT);
      return TEXT;
    }
    Type[] parameters = Type.getArgumentTypes(descriptor);
    if (parameters.length == 0) {
      return "";
    }
    code.visitVarInsn(Opcodes.ALOAD, 1);
    return parameters[0].getDescriptor();
  }
}
