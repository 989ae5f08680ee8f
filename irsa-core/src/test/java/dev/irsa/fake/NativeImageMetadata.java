package dev.irsa.fake;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what GraalVM's native-image must know of a module: the classes that frameworks create by
 * name, fields and resources that are looked up by name.
 */
public final class NativeImageMetadata {

  private static final Set<String> FACTORIES = Set.of("create", "getInstance");

  private final List<String> types = new ArrayList<>();
  private final List<String> resources = new ArrayList<>();

  /** Adds the classes of a package that implement a type and that a framework can create. */
  public NativeImageMetadata withDoors(String packageName, Class<?> type)
      throws IOException, ClassNotFoundException {
    Path folder = Path.of("target", "classes").resolve(packageName.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (String name :
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.matches("[A-Z]\\w*\\.class"))
              .sorted()
              .toList()) {
        Class<?> found =
            Class.forName(
                packageName + "." + name.substring(0, name.length() - 6),
                false,
                type.getClassLoader());
        if (isDoor(found, type)) {
          add(found.getName(), methods(found));
        }
      }
    }
    return this;
  }

  private static boolean isDoor(Class<?> found, Class<?> type) {
    boolean created = found.getConstructors().length > 0 || factories(found).count() > 0;
    return created
        && type.isAssignableFrom(found)
        && Modifier.isPublic(found.getModifiers())
        && !Modifier.isAbstract(found.getModifiers());
  }

  private static Stream<Method> factories(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> FACTORIES.contains(method.getName()));
  }

  private static String methods(Class<?> type) {
    List<String> methods = new ArrayList<>(factories(type).map(NativeImageMetadata::text).toList());
    Arrays.stream(type.getConstructors())
        .map(each -> text("<init>", each.getParameterTypes()))
        .forEach(methods::add);
    return "\"methods\": [\n"
        + methods.stream()
            .sorted()
            .map(each -> "        " + each)
            .collect(Collectors.joining(",\n"))
        + "\n      ]";
  }

  private void add(String type, String access) {
    types.add("    {\n      \"type\": \"" + type + "\",\n      " + access + "\n    }");
  }

  private static String text(Method method) {
    return text(method.getName(), method.getParameterTypes());
  }

  private static String text(String name, Class<?>[] parameters) {
    return "{ \"name\": \""
        + name
        + "\", \"parameterTypes\": ["
        + Arrays.stream(parameters)
            .map(each -> "\"" + each.getTypeName() + "\"")
            .collect(Collectors.joining(", "))
        + "] }";
  }

  /** Adds a class that is created by its constructor without parameters. */
  public NativeImageMetadata withCreated(String type) {
    add(type, "\"methods\": [" + text("<init>", new Class<?>[0]) + "]");
    return this;
  }

  /** Adds a field that is read by name. */
  public NativeImageMetadata withField(String type, String field) {
    add(type, "\"fields\": [{ \"name\": \"" + field + "\" }]");
    return this;
  }

  /** Adds a resource. */
  public NativeImageMetadata withResource(String path) {
    resources.add("    { \"glob\": \"" + path + "\" }");
    return this;
  }

  /** Returns the JSON document. */
  public String text() {
    return Stream.of(section("reflection", types), section("resources", resources))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String section(String name, List<String> entries) {
    return entries.isEmpty()
        ? ""
        : "  \"" + name + "\": [\n" + String.join(",\n", entries) + "\n  ]";
  }

  /**
   * Fails unless the module contains this document.
   *
   * @param artifact the artifact id of the module in the current folder
   */
  public void check(String artifact) throws IOException {
    Path file =
        Path.of(
            "src/main/resources/META-INF/native-image/dev.irsa",
            artifact,
            "reachability-metadata.json");
    Path expected = Path.of("target", "reachability-metadata.json");
    Files.writeString(expected, text());
    if (!Files.exists(file) || !Files.readString(file).equals(text())) {
      throw new AssertionError(
          file + " differs from the code; if the code is right, copy " + expected);
    }
  }
}
