package dev.irsa.bench.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path: jars in order, one for each file name.
 *
 * @param files the jars
 */
public record Jars(List<Path> files) {

  private static final Pattern VERSION = Pattern.compile("-\\d.*");

  /** Copies the list. */
  public Jars {
    files = List.copyOf(files);
  }

  /** Returns the jars in directories and single jars, in a stable order. */
  public static Jars of(Path... places) {
    Map<String, Path> byName = new LinkedHashMap<>();
    for (Path place : places) {
      for (Path jar : Files.isDirectory(place) ? listed(place) : List.of(place)) {
        byName.putIfAbsent(jar.getFileName().toString(), jar);
      }
    }
    return new Jars(new ArrayList<>(byName.values()));
  }

  private static List<Path> listed(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns these jars followed by others. */
  public Jars and(Jars others) {
    return of(Stream.concat(files.stream(), others.files.stream()).toArray(Path[]::new));
  }

  /** Returns these jars except those whose names begin with the prefix. */
  public Jars without(String prefix) {
    return new Jars(
        files.stream().filter(file -> !file.getFileName().toString().startsWith(prefix)).toList());
  }

  /** Returns the jars that the others contain in any version. */
  public Jars alsoIn(Jars others) {
    Set<String> artifacts = others.files.stream().map(Jars::artifact).collect(Collectors.toSet());
    return new Jars(files.stream().filter(file -> artifacts.contains(artifact(file))).toList());
  }

  /** Returns the file's name without the version. */
  private static String artifact(Path jar) {
    return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
  }

  /** Returns the argument of {@code -cp}. */
  public String classPath() {
    return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the total size in bytes. */
  public long bytes() {
    long sum = 0;
    try {
      for (Path file : files) {
        sum += Files.size(file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return sum;
  }
}
