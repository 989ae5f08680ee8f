package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Prints the sizes of the core's packages for {@code docs/internals/architecture.md}. Not part of
 * the build: its name is not one that the build looks for. {@code
 * -Dirsa.test.args=-Dirsa.measured=DIRECTORY} measures the core of another checkout, which must be
 * compiled.
 */
final class RoomSizes {

  /** The sizes of one package. */
  private static final class Sizes {
    int files;
    int types;
    int codeLines;
    final List<Integer> methodLengths = new ArrayList<>();

    void add(Sizes other) {
      files += other.files;
      types += other.types;
      codeLines += other.codeLines;
      methodLengths.addAll(other.methodLengths);
    }

    /** Returns the 99th percentile of the lengths of methods, in lines. */
    int longMethod() {
      List<Integer> sorted = methodLengths.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    void print(String name) {
      System.out.printf(
          "| `%s` | %d | %d | %d | %d |%n", name, files, types, codeLines, longMethod());
    }
  }

  private final Map<String, Sizes> packages = new TreeMap<>();

  @Test
  void print() throws IOException {
    Path core = Path.of(System.getProperty("irsa.measured", "."));
    measureSources(core.resolve("src/main/java"));
    measureClasses(core.resolve("target/classes"));

    Sizes all = new Sizes();
    System.out.printf("| package | files | types | code lines | p99 of a method's lines |%n");
    System.out.printf("|---|---|---|---|---|%n");
    packages.forEach(
        (name, sizes) -> {
          all.add(sizes);
          sizes.print(name);
        });
    all.print("all");
    assertTrue(all.types > 0, () -> "not compiled: " + core.toAbsolutePath());
  }

  private Sizes of(Path root, Path file) {
    String name = root.relativize(file.getParent()).toString().replace('/', '.');
    return packages.computeIfAbsent(name, unused -> new Sizes());
  }

  private void measureSources(Path root) throws IOException {
    for (Path file : files(root, ".java")) {
      if (file.getFileName().toString().endsWith("-info.java")) {
        continue;
      }
      Sizes sizes = of(root, file);
      sizes.files++;
      sizes.codeLines += codeLines(Files.readAllLines(file));
    }
  }

  /** Counts lines that are neither blank nor only a comment. */
  private static int codeLines(List<String> lines) {
    int count = 0;
    for (String line : lines) {
      String text = line.strip();
      boolean comment = text.startsWith("//") || text.startsWith("/*") || text.startsWith("*");
      count += text.isEmpty() || comment ? 0 : 1;
    }
    return count;
  }

  private void measureClasses(Path root) throws IOException {
    for (Path file : files(root, ".class")) {
      if (file.getFileName().toString().endsWith("-info.class")) {
        continue;
      }
      Sizes sizes = of(root, file);
      sizes.types++;
      new ClassReader(Files.readAllBytes(file)).accept(new Methods(sizes), 0);
    }
  }

  private static List<Path> files(Path root, String end) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(end)).toList();
    }
  }

  /** Measures each method from its first line of code to its last. */
  private static final class Methods extends ClassVisitor {
    private final Sizes sizes;

    Methods(Sizes sizes) {
      super(Opcodes.ASM9);
      this.sizes = sizes;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      boolean written = (access & Opcodes.ACC_SYNTHETIC) == 0 && !name.equals("<clinit>");
      return written ? new Lines(sizes) : null;
    }
  }

  private static final class Lines extends MethodVisitor {
    private final Sizes sizes;
    private int first = Integer.MAX_VALUE;
    private int last;

    Lines(Sizes sizes) {
      super(Opcodes.ASM9);
      this.sizes = sizes;
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      first = Math.min(first, line);
      last = Math.max(last, line);
    }

    @Override
    public void visitEnd() {
      if (last > 0) {
        sizes.methodLengths.add(last - first + 1);
      }
    }
  }
}
