package dev.irsa.simulation;

import static java.util.stream.Collectors.toSet;

import dev.irsa.simulation.Replacement.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * Loads the library and its tests once more, with some methods replaced. The two have nothing in
 * common but classes of the JDK, of the testkit, and of other libraries.
 */
public final class ChangedLibrary extends ClassLoader {

  private final ClassFileLocator compiled = ClassFileLocator.ForClassLoader.of(getParent());
  private final TypePool types = TypePool.Default.of(compiled);
  private final Change change;

  /** Replaces methods. */
  public ChangedLibrary(Change change) {
    super(change.name(), ChangedLibrary.class.getClassLoader());
    this.change = change;
    call(ChangedLibrary.class, "plant", change.getClass().getName(), change.name());
  }

  /** Lets changed methods of this version of the library find what replaces them. */
  public static void plant(String type, String constant) throws ClassNotFoundException {
    constant(type, constant).replacements().forEach(Replacement::plant);
  }

  /** Returns the constant of an enum of this version of the library. */
  public static Change constant(String type, String name) throws ClassNotFoundException {
    return Stream.of(Class.forName(type).getEnumConstants())
        .map(Change.class::cast)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Calls a public static method with strings, of this version of a class. */
  public Object call(Class<?> type, String method, String... arguments) {
    Class<?>[] parameters = new Class<?>[arguments.length];
    Arrays.fill(parameters, String.class);
    try {
      return loadClass(type.getName())
          .getMethod(method, parameters)
          .invoke(null, (Object[]) arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s of %s failed".formatted(method, getName()), e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      boolean isOurs = name.startsWith("dev.irsa.") && !name.startsWith("dev.irsa.testkit.");
      return isOurs ? load(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    byte[] code = code(name);
    return defineClass(name, code, 0, code.length);
  }

  private byte[] code(String name) throws ClassNotFoundException {
    Set<String> replaced =
        change.replacements().stream()
            .filter(each -> each.type().equals(name))
            .map(Replacement::signature)
            .collect(toSet());
    return replaced.isEmpty() ? compiled(name) : changed(name, replaced);
  }

  private byte[] compiled(String name) throws ClassNotFoundException {
    try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return code.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] changed(String name, Set<String> replaced) {
    TypeDescription type = types.describe(name).resolve();
    return new ByteBuddy()
        .decorate(type, compiled)
        .visit(
            Advice.to(Replacement.Detour.class)
                .on(each -> replaced.contains(each.getInternalName() + each.getDescriptor())))
        .make()
        .getBytes();
  }
}
