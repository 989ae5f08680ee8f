package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;

import dev.irsa.exploration.Explorer.Path;
import dev.irsa.simulation.SourceChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Loads the library and its tests once more, with a mistake in the library. */
public final class SeededEngine extends ClassLoader {

  /** Walks until every invariant has caught the mistake, at most so many. */
  private static final int WALKS = 20_000;

  private final List<java.nio.file.Path> directories;

  private SeededEngine(SeededBug bug) throws IOException {
    super(bug.name(), SeededEngine.class.getClassLoader());
    java.nio.file.Path target = java.nio.file.Path.of("target");
    java.nio.file.Path changed = target.resolve("seeded").resolve(bug.name());
    SourceChange.compile(bug.changes(), changed);
    directories = List.of(changed, target.resolve("classes"), target.resolve("test-classes"));
  }

  /**
   * How a mistake was caught.
   *
   * @param timeline the shortest order of events that shows it
   * @param missing the invariants that no walk violated
   */
  record Found(String timeline, String missing) {}

  static Found find(SeededBug bug) {
    try {
      Class<?> there = new SeededEngine(bug).loadClass(SeededEngine.class.getName());
      // The two have nothing in common but classes of the JDK.
      String[] found = (String[]) there.getMethod("search", String.class).invoke(null, bug.name());
      return new Found(found[0], found[1]);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("cannot search for " + bug, e);
    }
  }

  /** Searches for a mistake of the library that is loaded with this class. */
  public static String[] search(String name) {
    SeededBug bug = SeededBug.valueOf(name);
    var found = Rules.invariants(bug.scope(), bug.scope().depth(), bug.catchers()).found();
    Path path =
        bug.catchers().stream()
            .map(found::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(() -> new AssertionError("not found: " + bug.description()));
    Set<Enum<?>> missing = new LinkedHashSet<>(bug.catchers());
    for (int seed = 0; seed < WALKS && !missing.isEmpty(); seed++) {
      missing.removeAll(Walk.of(seed).play().violated());
    }
    return new String[] {
      Timeline.text(path), missing.stream().map(Enum::name).collect(joining(", "))
    };
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
    String file = name.replace('.', '/') + ".class";
    for (java.nio.file.Path directory : directories) {
      if (Files.exists(directory.resolve(file))) {
        try {
          byte[] bytes = Files.readAllBytes(directory.resolve(file));
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new ClassNotFoundException(name);
  }
}
