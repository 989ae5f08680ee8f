package dev.irsa.agent.internal;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class of an SDK that sees each request before it is sent, and each response. Its methods first
 * show their arguments to the agent.
 */
enum GuardedClass {
  V1(
      SdkGeneration.V1,
      "http/AmazonHttpClient$RequestExecutor",
      "dev/irsa/sdk/v1/IrsaRequestHandler.class",
      "beforeAttempt",
      "afterResponse"),
  V2(
      SdkGeneration.V2,
      "core/interceptor/ExecutionInterceptorChain",
      "dev/irsa/sdk/v2/RejectedCredentialsInterceptor.class",
      "beforeTransmission",
      "afterUnmarshalling");

  private final SdkGeneration generation;
  private final String path;

  /** The class of irsa that guards the clients of this generation without the agent. */
  private final String own;

  /** The methods that see a request before it is sent, and a response. */
  private final String before;

  private final String after;

  GuardedClass(SdkGeneration generation, String path, String own, String before, String after) {
    this.generation = generation;
    this.path = path;
    this.own = own;
    this.before = before;
    this.after = after;
  }

  /** Returns the entry of a class in any copy of an SDK, by its name as in class files, or null. */
  static @Nullable GuardedClass of(String name) {
    for (GuardedClass each : values()) {
      if (name.endsWith("/" + each.path)) {
        return each;
      }
    }
    return null;
  }

  /** Returns the copy of the SDK in which the class has this name. */
  SdkCopy copy(String name) {
    return new SdkCopy(generation, name.substring(0, name.length() - path.length()));
  }

  /** Returns whether irsa itself guards the clients of a copy. */
  boolean isGuardedByIrsa(SdkCopy copy, ClassLoader loader) {
    return copy.root().equals(generation.root()) && loader.getResource(own) != null;
  }

  /**
   * Returns the class file with the calls of the agent.
   *
   * @throws UnknownClassException if the class is not as expected
   */
  byte[] guarded(byte[] original, SdkCopy copy) throws UnknownClassException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Set<String> missing = new HashSet<>(Set.of(before, after));
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
            String hook = method.equals(before) ? "before" : "after";
            return missing.remove(method)
                ? new Calling(code, hook, descriptor, copy.relocated(generation.guard()))
                : code;
          }
        },
        0);
    if (!missing.isEmpty()) {
      throw new UnknownClassException(SdkCopy.dotted(path) + " lacks " + missing);
    }
    return writer.toByteArray();
  }

  /** A method that first calls a hook with its arguments, one or two objects. */
  private static final class Calling extends MethodVisitor {
    private final String hook;
    private final int parameters;
    private final String guard;

    Calling(MethodVisitor code, String hook, String descriptor, String guard) {
      super(Opcodes.ASM9, code);
      this.hook = hook;
      this.parameters = Type.getArgumentTypes(descriptor).length;
      this.guard = guard;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitVarInsn(Opcodes.ALOAD, 1);
      if (parameters > 1) {
        visitVarInsn(Opcodes.ALOAD, 2);
      } else {
        visitInsn(Opcodes.ACONST_NULL);
      }
      visitMethodInsn(
          Opcodes.INVOKESTATIC, guard, hook, "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
    }
  }
}
