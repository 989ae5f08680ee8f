package dev.irsa.integration.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of this repository, without what a build adds. */
final class Checkout {

  static final Path ROOT = Path.of(System.getProperty("irsa.test.root")).normalize();

  private static final Set<String> ADDED = Set.of("target", "node_modules", ".git", ".idea");
  private static final List<Path> FILES = walk();

  private Checkout() {}

  private static List<Path> walk() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return ADDED.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(ROOT.relativize(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return List.copyOf(files);
  }

  /** Returns the paths of all files with this property, relative to the root. */
  static List<Path> files(Predicate<Path> wanted) {
    return FILES.stream().filter(wanted).toList();
  }

  /** Returns whether this file or folder is part of the repository. */
  static boolean contains(Path path) {
    Path relative = path.normalize();
    if (relative.toString().isEmpty()) {
      return true;
    }
    return FILES.stream().anyMatch(file -> file.startsWith(relative));
  }

  /** Returns whether a file of this name is in any folder. */
  static boolean containsName(String name) {
    return FILES.stream().anyMatch(file -> file.endsWith(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
