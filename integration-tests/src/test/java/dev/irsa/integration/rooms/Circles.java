package dev.irsa.integration.rooms;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds circles: classes, and packages, each of which names others until the first one is named
 * again (strongly connected components), so that none can be read without all others. A nested
 * class is part of its file, and a sealed type does not name the types that it permits.
 *
 * <p>{@code java Circles.java FOLDER...} prints the circles of classes and packages below folders.
 */
final class Circles {

  private final Map<String, Set<String>> classes;

  private Circles(Map<String, Set<String>> classes) {
    this.classes = classes;
  }

  /** Reads all sources below a folder. */
  static Circles below(Path folder) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(folder)) {
      sources = files.filter(file -> file.toString().matches(".*/[A-Z]\\w*\\.java")).toList();
    }
    Map<String, Names> names = new TreeMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree source : task.parse()) {
        String file = Path.of(source.getSourceFile().getName()).getFileName().toString();
        String room = source.getPackageName().toString();
        names.put(room + '.' + file.replace(".java", ""), new Names(room, source));
      }
    }
    Map<String, Set<String>> named = new TreeMap<>();
    names.forEach((name, of) -> named.put(name, of.among(names.keySet())));
    return new Circles(named);
  }

  /** Returns the simple names of the classes of each circle, the largest circle first. */
  List<Set<String>> ofClasses() {
    return circles(classes).stream()
        .map(
            circle ->
                circle.stream()
                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                    .collect(Collectors.<String, Set<String>>toCollection(TreeSet::new)))
        .toList();
  }

  /** Returns the packages of each cycle, the largest cycle first. */
  List<Set<String>> ofPackages() {
    Map<String, Set<String>> packages = new TreeMap<>();
    classes.forEach(
        (name, named) ->
            named.forEach(
                other ->
                    packages.computeIfAbsent(room(name), key -> new TreeSet<>()).add(room(other))));
    return circles(packages);
  }

  private static String room(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<Set<String>> circles(Map<String, Set<String>> graph) {
    Map<String, Set<String>> reached = new HashMap<>();
    graph.keySet().forEach(node -> reached.put(node, reachedFrom(node, graph)));
    Set<Set<String>> circles = new HashSet<>();
    reached.forEach(
        (node, nodes) -> {
          Set<String> circle = new TreeSet<>(nodes);
          circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(node));
          if (circle.size() > 1) {
            circles.add(circle);
          }
        });
    List<Set<String>> largestFirst = new ArrayList<>(circles);
    largestFirst.sort(
        Comparator.<Set<String>>comparingInt(Set::size).reversed().thenComparing(Set::toString));
    return largestFirst;
  }

  private static Set<String> reachedFrom(String node, Map<String, Set<String>> graph) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(graph.get(node));
    while (!next.isEmpty()) {
      String found = next.pop();
      if (reached.add(found)) {
        next.addAll(graph.getOrDefault(found, Set.of()));
      }
    }
    return reached;
  }

  /** What a source file names: imports with their packages, other types mostly without. */
  private static final class Names extends TreeScanner<Void, Void> {

    private final Set<String> names = new HashSet<>();
    private final String room;

    Names(String room, CompilationUnitTree source) {
      this.room = room;
      scan(source, null);
    }

    /** Returns which of the classes are named. */
    Set<String> among(Set<String> classes) {
      Set<String> named = new TreeSet<>();
      for (String name : names) {
        String qualified = classes.contains(room + '.' + name) ? room + '.' + name : name;
        while (!classes.contains(qualified) && qualified.contains(".")) {
          qualified = room(qualified);
        }
        if (classes.contains(qualified)) {
          named.add(qualified);
        }
      }
      return named;
    }

    @Override
    public Void visitPackage(PackageTree tree, Void unused) {
      return null;
    }

    @Override
    public Void visitImport(ImportTree tree, Void unused) {
      names.add(tree.getQualifiedIdentifier().toString());
      return null;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      scan(tree.getModifiers(), null);
      scan(tree.getTypeParameters(), null);
      scan(tree.getExtendsClause(), null);
      scan(tree.getImplementsClause(), null);
      return scan(tree.getMembers(), null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void unused) {
      names.add(tree.getName().toString());
      return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
      names.add(tree.toString());
      return super.visitMemberSelect(tree, null);
    }
  }

  public static void main(String[] folders) throws IOException {
    for (String folder : folders) {
      Circles circles = below(Path.of(folder));
      for (Set<String> circle : circles.ofClasses()) {
        System.out.printf("%-42s %2d %s%n", folder, circle.size(), String.join(" ", circle));
      }
      for (Set<String> cycle : circles.ofPackages()) {
        System.out.printf("%-42s packages: %s%n", folder, String.join(" ", cycle));
      }
    }
  }
}
