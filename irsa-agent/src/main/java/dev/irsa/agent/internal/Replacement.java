package dev.irsa.agent.internal;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Code that comes before that of a method of an SDK, and usually returns. It is written in
 * instructions, since it must run in class loaders that do not see the agent.
 *
 * @param method the name of the method
 * @param descriptor its parameters and its result, as in class files
 * @param field the name of a field that the code reads, or null
 * @param connects whether the code calls {@link #CONNECT}
 * @param code writes the code for a class with this name, as in class files
 */
record Replacement(
    String method,
    String descriptor,
    @Nullable String field,
    boolean connects,
    BiConsumer<MethodVisitor, String> code) {

  /** A method that is added to the class, see {@link ReplacedClass}. */
  static final String CONNECT = "irsa$connect";

  static final String CONNECT_DESCRIPTOR = "()Ljava/lang/Object;";

  private static final String V2 = "software/amazon/awssdk/auth/credentials/";
  private static final String V2_EXCEPTION =
      "software/amazon/awssdk/core/exception/SdkClientException";
  private static final String V1_EXCEPTION = "com/amazonaws/SdkClientException";
  private static final String V1_PROVIDER = "com/amazonaws/auth/AWSCredentialsProvider";
  private static final String FUNCTION = "java/util/function/Function";

  /** Returns the agent's factory of providers for web identities, in SDK 2.x. */
  static Replacement factory() {
    String factory = V2 + "WebIdentityTokenCredentialsProviderFactory";
    return new Replacement(
        "factory",
        "()L" + factory + ";",
        null,
        true,
        (code, owner) -> {
          Label original = new Label();
          connect(code, owner);
          code.visitJumpInsn(Opcodes.IFNULL, original);
          connect(code, owner);
          code.visitTypeInsn(Opcodes.CHECKCAST, factory);
          code.visitInsn(Opcodes.ARETURN);
          begin(code, original);
        });
  }

  /** Returns the agent's credentials, unless the application has set another endpoint. */
  static Replacement container() {
    return new Replacement(
        "resolveCredentials",
        "()L" + V2 + "AwsCredentials;",
        "endpoint",
        true,
        (code, owner) -> {
          Label original = new Label();
          code.visitVarInsn(Opcodes.ALOAD, 0);
          code.visitFieldInsn(Opcodes.GETFIELD, owner, "endpoint", "Ljava/lang/String;");
          code.visitJumpInsn(Opcodes.IFNONNULL, original);
          connect(code, owner);
          code.visitJumpInsn(Opcodes.IFNULL, original);
          code.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              V2 + "IrsaAgentCredentialsProvider",
              "credentialsOfPod",
              "()L" + V2 + "AwsCredentials;",
              false);
          code.visitInsn(Opcodes.ARETURN);
          begin(code, original);
        });
  }

  /**
   * Returns the agent's provider, in SDK 1.x.
   *
   * @param parameter the type of the only parameter, from which the agent makes the provider if it
   *     can, or null for the identity of the pod
   */
  static Replacement provider(String method, @Nullable String parameter) {
    String given = parameter == null ? "" : "L" + parameter + ";";
    return new Replacement(
        method,
        "(" + given + ")L" + V1_PROVIDER + ";",
        null,
        true,
        (code, owner) -> {
          Label original = new Label();
          int provider = parameter == null ? 1 : 2;
          connect(code, owner);
          code.visitJumpInsn(Opcodes.IFNULL, original);
          connect(code, owner);
          code.visitTypeInsn(Opcodes.CHECKCAST, FUNCTION);
          if (parameter == null) {
            code.visitInsn(Opcodes.ACONST_NULL);
          } else {
            code.visitVarInsn(Opcodes.ALOAD, 1);
          }
          code.visitMethodInsn(
              Opcodes.INVOKEINTERFACE,
              FUNCTION,
              "apply",
              "(Ljava/lang/Object;)Ljava/lang/Object;",
              true);
          code.visitVarInsn(Opcodes.ASTORE, provider);
          code.visitVarInsn(Opcodes.ALOAD, provider);
          code.visitJumpInsn(Opcodes.IFNULL, original);
          code.visitVarInsn(Opcodes.ALOAD, provider);
          code.visitTypeInsn(Opcodes.CHECKCAST, V1_PROVIDER);
          code.visitInsn(Opcodes.ARETURN);
          begin(code, original);
        });
  }

  /** Throws an exception of SDK 1.x with a message. */
  static Replacement closedV1(String message) {
    return new Replacement(
        "getCredentials",
        "()Lcom/amazonaws/auth/AWSCredentials;",
        null,
        false,
        (code, owner) -> {
          code.visitTypeInsn(Opcodes.NEW, V1_EXCEPTION);
          code.visitInsn(Opcodes.DUP);
          code.visitLdcInsn(message);
          code.visitMethodInsn(
              Opcodes.INVOKESPECIAL, V1_EXCEPTION, "<init>", "(Ljava/lang/String;)V", false);
          code.visitInsn(Opcodes.ATHROW);
          begin(code, new Label());
        });
  }

  /** Throws an exception of SDK 2.x with a message. */
  static Replacement closedV2(String message) {
    return new Replacement(
        "resolveCredentials",
        "()L" + V2 + "AwsCredentials;",
        null,
        false,
        (code, owner) -> {
          code.visitLdcInsn(message);
          code.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              V2_EXCEPTION,
              "create",
              "(Ljava/lang/String;)L" + V2_EXCEPTION + ";",
              false);
          code.visitInsn(Opcodes.ATHROW);
          begin(code, new Label());
        });
  }

  private static void connect(MethodVisitor code, String owner) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, CONNECT, CONNECT_DESCRIPTOR, false);
  }

  /** Marks where the original code begins, with the locals that it expects. */
  private static void begin(MethodVisitor code, Label original) {
    code.visitLabel(original);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    // The original may have a frame at its first instruction, and two need a distance.
    code.visitInsn(Opcodes.NOP);
  }
}
