package dev.irsa.lifecycle;

import dev.irsa.LifecycleWorld;
import dev.irsa.simulation.ChangedLibrary;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.SourceChange;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Supplier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Loads the library again, instrumented: before each acquisition of a lock and each access to a
 * volatile field, an atomic object, a future or the cache of roles it calls {@link
 * ControlledThreads}. Everything else that threads share is guarded by a lock, so these are all
 * points at which their order matters.
 */
final class InstrumentedClasses extends ChangedLibrary {

  private static final String HOOKS = Type.getInternalName(ControlledThreads.class);
  private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final String CACHE = "com/github/benmanes/caffeine/cache/Cache";

  private static final ClassLoader ORIGINALS = InstrumentedClasses.class.getClassLoader();

  /** Loads the library with these changes. */
  InstrumentedClasses(String name, List<SourceChange> changes) {
    super("instrumented-" + name, changes);
  }

  /** Returns worlds of the loaded library, all of which do the same. */
  Supplier<ControlledThreads.World> worlds(Program program) {
    return () -> (ControlledThreads.World) call(LifecycleWorld.class, "of", Program.class, program);
  }

  @Override
  protected boolean isOwn(String name) {
    return super.isOwn(name)
        && !name.startsWith("dev.irsa.lifecycle.")
        && !name.equals(Invariant.class.getName());
  }

  @Override
  protected byte[] transformed(byte[] compiled) {
    ClassReader reader = new ClassReader(compiled);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Instrumented(writer), 0);
    return writer.toByteArray();
  }

  private static final class Instrumented extends ClassVisitor {
    private String simpleName = "";

    Instrumented(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      simpleName = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      // Others do not see an object before its constructor has ended.
      boolean isShared = !name.equals("<init>") && !name.equals("<clinit>");
      return isShared ? new Points(next, simpleName + "." + name) : next;
    }
  }

  private static final class Points extends MethodVisitor {
    private final String method;
    private int line;

    Points(MethodVisitor next, String method) {
      super(Opcodes.ASM9, next);
      this.method = method;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
      super.visitLineNumber(number, start);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean isWrite = opcode == Opcodes.PUTFIELD;
      // Not static ones: they outlive an execution, so the next one would differ.
      if ((isWrite || opcode == Opcodes.GETFIELD) && isVolatile(owner, name)) {
        super.visitInsn(isWrite ? Opcodes.DUP2 : Opcodes.DUP);
        if (isWrite) {
          super.visitInsn(Opcodes.POP);
        }
        hook(isWrite, (isWrite ? "writes " : "reads ") + name);
      }
      super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    private boolean isVolatile(String owner, String name) {
      if (!owner.startsWith("dev/irsa/")) {
        return false;
      }
      try {
        Class<?> original = Class.forName(owner.replace('/', '.'), false, ORIGINALS);
        return Modifier.isVolatile(original.getDeclaredField(name).getModifiers());
      } catch (NoSuchFieldException inherited) {
        return false;
      } catch (ClassNotFoundException e) {
        throw new LinkageError("not compiled", e);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals(LOCK) && name.equals("lock")) {
        super.visitLdcInsn(at("locks"));
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, HOOKS, "lock", "(L" + LOCK + ";Ljava/lang/String;)V", false);
      } else if (owner.equals(LOCK) && name.equals("unlock")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "unlock", "(L" + LOCK + ";)V", false);
      } else if (owner.equals(FUTURE) && name.equals("get")) {
        if (descriptor.startsWith("(J")) {
          // Time does not pass here, so waits do not end by it.
          super.visitInsn(Opcodes.POP);
          super.visitInsn(Opcodes.POP2);
        }
        super.visitInsn(Opcodes.DUP);
        super.visitLdcInsn(at("waits"));
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, HOOKS, "await", "(L" + FUTURE + ";Ljava/lang/String;)V", false);
        super.visitMethodInsn(opcode, owner, name, "()Ljava/lang/Object;", isInterface);
      } else if (owner.equals(CACHE)) {
        cache(true, name);
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        cache(false, name);
      } else {
        if (opcode != Opcodes.INVOKESPECIAL && isShared(owner)) {
          String type = owner.substring(owner.lastIndexOf('/') + 1);
          super.visitLdcInsn(type);
          hook(true, type + "." + name);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    private void cache(boolean enters, String name) {
      super.visitInsn(enters ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
      super.visitLdcInsn(at(name));
      super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "cache", "(ZLjava/lang/String;)V", false);
    }

    private boolean isShared(String owner) {
      return owner.startsWith("java/util/concurrent/atomic/")
          || owner.equals(FUTURE)
          || owner.equals("java/util/concurrent/Semaphore");
    }

    private void hook(boolean isWrite, String what) {
      super.visitInsn(isWrite ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
      super.visitLdcInsn(at(what));
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, HOOKS, "access", "(Ljava/lang/Object;ZLjava/lang/String;)V", false);
    }

    private String at(String what) {
      return method + ":" + line + " " + what;
    }
  }
}
