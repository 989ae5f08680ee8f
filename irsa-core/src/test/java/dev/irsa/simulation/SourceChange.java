package dev.irsa.simulation;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A mistake made in the library: one of its source files is changed, and compiled again. White
 * space in the original stands for any white space.
 *
 * @param file below the folder {@code dev/irsa}, without its ending
 */
public record SourceChange(String file, String original, String changed) {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all, because it remembers the contents of the class path. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "irsa");

  /** Compiles the changed sources to a directory. */
  static void compile(List<SourceChange> changes, Path directory) {
    List<Path> sources = new ArrayList<>();
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, String> source : sources(changes).entrySet()) {
        Path changed = directory.resolve("sources").resolve(source.getKey() + ".java");
        Files.createDirectories(changed.getParent());
        sources.add(Files.writeString(changed, source.getValue()));
      }
      if (!sources.isEmpty() && !compiles(sources, directory)) {
        throw new IllegalStateException("cannot be compiled: " + changes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean compiles(List<Path> sources, Path directory) throws IOException {
    synchronized (FILES) {
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(directory));
      List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none");
      return COMPILER
          .getTask(null, FILES, null, options, null, FILES.getJavaFileObjectsFromPaths(sources))
          .call();
    }
  }

  /** Returns the changed sources by file. */
  public static Map<String, String> sources(List<SourceChange> changes) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (SourceChange change : changes) {
      String before = sources.get(change.file);
      if (before == null) {
        before = Files.readString(SOURCES.resolve(change.file + ".java"));
      }
      sources.put(change.file, change.in(before));
    }
    return sources;
  }

  private String in(String source) {
    Pattern code =
        Pattern.compile(
            Arrays.stream(original.split(" ")).map(Pattern::quote).collect(joining("\\s+")));
    List<MatchResult> found = code.matcher(source).results().toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "%s contains this %d times: %s".formatted(file, found.size(), original));
    }
    return source.substring(0, found.get(0).start())
        + changed
        + source.substring(found.get(0).end());
  }
}
