package dev.irsa.lifecycle;

import dev.irsa.internal.concurrent.SteadyLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
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
final class InstrumentedClasses extends ClassLoader {

  private static final String HOOKS = Type.getInternalName(ControlledThreads.class);
  private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final String CACHE = "com/github/benmanes/caffeine/cache/Cache";

  /** Methods of the cache that call the library while they hold a lock. */
  private static final Set<String> LOCKED =
      Set.of(
          "get(Ljava/lang/Object;Ljava/util/function/Function;)Ljava/lang/Object;",
          "invalidateAll()V");

  /** Methods of the cache that need these locks. */
  private static final Set<String> CHANGES = Set.of("invalidate", "invalidateAll", "policy");

  private static final Path COMPILED = Path.of("target", "classes");

  private final @Nullable Path replaced;

  /**
   * Creates a loader.
   *
   * @param replaced a directory with classes that replace those of the library, or null
   */
  InstrumentedClasses(@Nullable Path replaced) {
    super("instrumented", InstrumentedClasses.class.getClassLoader());
    this.replaced = replaced;
  }

  /**
   * Unloads what is no longer used. Lincheck, which may run in the same process afterwards, would
   * instrument these classes as well.
   */
  static void unload() {
    System.gc();
  }

  /** Returns worlds of the loaded library, all of which do the same. */
  Supplier<ControlledThreads.World> worlds(Program program) {
    try {
      Constructor<?> world = loadClass("dev.irsa.LifecycleWorld").getConstructor(Program.class);
      return () -> create(world, program);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the world cannot be loaded", e);
    }
  }

  private static ControlledThreads.World create(Constructor<?> world, Program program) {
    try {
      return (ControlledThreads.World) world.newInstance(program);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the world cannot be created", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      boolean isOurs =
          name.startsWith("dev.irsa.")
              && !name.startsWith("dev.irsa.lifecycle.")
              && !name.startsWith("dev.irsa.testkit.")
              // A lock itself; its callers are instrumented.
              && !name.equals(SteadyLock.class.getName());
      return isOurs ? load(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try {
      byte[] bytes;
      if (replaced != null && Files.exists(replaced.resolve(file))) {
        bytes = instrumented(Files.readAllBytes(replaced.resolve(file)));
      } else if (Files.exists(COMPILED.resolve(file))) {
        bytes = instrumented(Files.readAllBytes(COMPILED.resolve(file)));
      } else {
        try (InputStream test = getResourceAsStream(file)) {
          if (test == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = test.readAllBytes();
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] instrumented(byte[] original) {
    ClassReader reader = new ClassReader(original);
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
    public void visitCode() {
      super.visitCode();
      atomic(true);
    }

    /** Caffeine calls this method while it holds a lock of its own. */
    private void atomic(boolean isAtomic) {
      if (method.equals("RoleSessions.schedule")) {
        super.visitInsn(isAtomic ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "atomic", "(Z)V", false);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN) {
        atomic(false);
      }
      super.visitInsn(opcode);
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
      return owner.startsWith("dev/irsa/") && VolatileFields.of(owner).contains(name);
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
      } else if (owner.equals(CACHE) && LOCKED.contains(name + descriptor)) {
        super.visitLdcInsn(at(name));
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            HOOKS,
            name,
            descriptor.replace("(", "(L" + CACHE + ";").replace(")", "Ljava/lang/String;)"),
            false);
      } else {
        if (owner.equals(CACHE) && CHANGES.contains(name)) {
          boolean hasArgument = !descriptor.startsWith("()");
          super.visitInsn(hasArgument ? Opcodes.DUP2 : Opcodes.DUP);
          if (hasArgument) {
            super.visitInsn(Opcodes.POP);
          }
          super.visitLdcInsn(at(name));
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              HOOKS,
              "change",
              "(Ljava/lang/Object;Ljava/lang/String;)V",
              false);
        } else if (opcode != Opcodes.INVOKESPECIAL && isShared(owner)) {
          String type = owner.substring(owner.lastIndexOf('/') + 1);
          super.visitLdcInsn(type);
          hook(true, type + "." + name);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    private boolean isShared(String owner) {
      return owner.startsWith("java/util/concurrent/atomic/")
          || owner.equals(FUTURE)
          || owner.equals("java/util/concurrent/Semaphore")
          || owner.equals(CACHE);
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

  /** The volatile fields of the library, by the internal name of their class. */
  private static final class VolatileFields {
    private static final Map<String, Set<String>> KNOWN = new ConcurrentHashMap<>();

    static Set<String> of(String owner) {
      return KNOWN.computeIfAbsent(owner, VolatileFields::read);
    }

    private static Set<String> read(String owner) {
      Set<String> found = new HashSet<>();
      Path file = COMPILED.resolve(owner + ".class");
      try {
        new ClassReader(Files.readAllBytes(file))
            .accept(
                new ClassVisitor(Opcodes.ASM9) {
                  @Override
                  public @Nullable FieldVisitor visitField(
                      int access, String name, String descriptor, String signature, Object value) {
                    if ((access & Opcodes.ACC_VOLATILE) != 0) {
                      found.add(name);
                    }
                    return null;
                  }
                },
                ClassReader.SKIP_CODE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return found;
    }
  }
}
