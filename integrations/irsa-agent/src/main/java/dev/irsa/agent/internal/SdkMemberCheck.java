package dev.irsa.agent.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Checks that a copy of an SDK has what the agent's classes use of it, before one of them fails in
 * the application. It reads class files, since loading a class hides it from agents. What is used
 * where {@link NoSuchMethodError} or {@link LinkageError} is caught may be missing. For use by one
 * thread.
 */
final class SdkMemberCheck extends ClassVisitor {

  /** The errors by which a class of the agent tells that an older SDK lacks something. */
  private static final Set<String> TOLERATED =
      Set.of("java/lang/NoSuchMethodError", "java/lang/LinkageError");

  /** A class of the copy. */
  private record Declared(List<String> parents, Set<String> members) {}

  private final Set<String> hooks;
  private final SdkCopy copy;
  private final List<String> ours;
  private final Map<String, @Nullable Declared> types = new HashMap<>();
  private @Nullable String missing;

  private SdkMemberCheck(Set<String> hooks, SdkCopy copy) {
    super(Opcodes.ASM9);
    this.hooks = hooks;
    this.copy = copy;
    this.ours = copy.generation().defined().stream().map(copy::relocated).toList();
  }

  /**
   * Checks the uses that a class file makes of the copy.
   *
   * @param hooks the static methods that replaced methods call; nobody calls the others
   * @throws UnknownClassException if a part of it is missing
   */
  static void of(byte[] user, Set<String> hooks, SdkCopy copy) throws UnknownClassException {
    SdkMemberCheck check = new SdkMemberCheck(hooks, copy);
    new ClassReader(user).accept(check, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (check.missing != null) {
      throw new UnknownClassException(check.missing);
    }
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      String superName,
      String[] interfaces) {
    require(superName);
    for (String each : interfaces) {
      require(each);
    }
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    int hook = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    if ((access & hook) == hook && !hooks.contains(method)) {
      return null;
    }
    return new Code();
  }

  /** The uses in a method. */
  private final class Code extends MethodVisitor {
    private final Map<Label, Integer> attempts = new HashMap<>();
    private int attempted;

    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
      if (TOLERATED.contains(String.valueOf(type))) {
        attempts.merge(start, 1, Integer::sum);
        attempts.merge(end, -1, Integer::sum);
      }
    }

    @Override
    public void visitLabel(Label label) {
      attempted += attempts.getOrDefault(label, 0);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      use(owner, "the method " + name, name + type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
      use(owner, "the field " + name, name + type);
    }

    private void use(String owner, String what, String member) {
      if (attempted == 0 && require(owner) && !has(owner, member)) {
        missing = SdkCopy.dotted(owner) + " lacks " + what;
      }
    }
  }

  /** Returns whether a type is a class of the copy, and notes one that is missing. */
  private boolean require(String type) {
    if (!type.startsWith(copy.root()) || ours.contains(type)) {
      return false;
    }
    if (declared(type) == null) {
      missing = SdkCopy.dotted(type) + " is missing";
      return false;
    }
    return true;
  }

  private boolean has(String type, String member) {
    Declared declared = type.startsWith(copy.root()) ? declared(type) : null;
    return declared != null
        && (declared.members.contains(member)
            || declared.parents.stream().anyMatch(parent -> has(parent, member)));
  }

  private @Nullable Declared declared(String type) {
    if (!types.containsKey(type)) {
      byte[] file = SdkCopy.file(type, copy.loader());
      types.put(type, file == null ? null : read(file));
    }
    return types.get(type);
  }

  private static Declared read(byte[] file) {
    ClassReader reader = new ClassReader(file);
    List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
    if (reader.getSuperName() != null) {
      parents.add(reader.getSuperName());
    }
    Set<String> members = new HashSet<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            members.add(name + descriptor);
            return null;
          }

          @Override
          public @Nullable FieldVisitor visitField(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              @Nullable Object value) {
            members.add(name + descriptor);
            return null;
          }
        },
        ClassReader.SKIP_CODE);
    return new Declared(parents, members);
  }
}
