package dev.irsa.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the library and its tests once more, with changes in the library. The two have nothing in
 * common but classes of the JDK and of the testkit.
 */
public class ChangedLibrary extends ClassLoader {

  private static final Path TARGET = Path.of("target");

  private final List<Path> directories;

  /**
   * Compiles the changed classes.
   *
   * @param name of this version of the library
   */
  public ChangedLibrary(String name, List<SourceChange> changes) {
    super(name, ChangedLibrary.class.getClassLoader());
    Path changed = TARGET.resolve("seeded").resolve(name);
    SourceChange.compile(changes, changed);
    directories = List.of(changed, TARGET.resolve("classes"), TARGET.resolve("test-classes"));
  }

  /** Calls a public static method with one parameter, of this version of a class. */
  public Object call(Class<?> type, String method, Class<?> parameter, Object argument) {
    try {
      return loadClass(type.getName()).getMethod(method, parameter).invoke(null, argument);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s of %s failed".formatted(method, getName()), e);
    }
  }

  /** Returns whether a class of this project is loaded once more. */
  protected boolean isOwn(String name) {
    return !name.startsWith("dev.irsa.testkit.");
  }

  /** Returns what is loaded of a class of the library. */
  protected byte[] transformed(byte[] compiled) {
    return compiled;
  }

  @Override
  protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      boolean isOurs = name.startsWith("dev.irsa.") && isOwn(name);
      return isOurs ? load(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    for (Path directory : directories) {
      if (Files.exists(directory.resolve(file))) {
        try {
          byte[] compiled = Files.readAllBytes(directory.resolve(file));
          boolean isTest = directory.endsWith("test-classes");
          byte[] bytes = isTest ? compiled : transformed(compiled);
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new ClassNotFoundException(name);
  }
}
