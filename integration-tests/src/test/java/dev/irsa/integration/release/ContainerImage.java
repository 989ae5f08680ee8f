package dev.irsa.integration.release;

import com.nimbusds.jose.util.JSONArrayUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a Dockerfile makes, without the image that it starts from, below a folder of this machine.
 *
 * @param root the folder
 * @param environment the variables that it sets
 * @param command its entry point
 */
record ContainerImage(Path root, Map<String, String> environment, List<String> command) {

  /** Carries out the instructions of the Dockerfile in a folder. */
  static ContainerImage build(Path context, Path root) throws IOException, ParseException {
    Map<String, String> environment = new LinkedHashMap<>();
    List<String> command = new ArrayList<>();
    for (String line : Files.readAllLines(context.resolve("Dockerfile"))) {
      String[] words = line.split(" ", -1);
      String rest = line.substring(words[0].length()).strip();
      switch (words[0]) {
        case "COPY" -> {
          for (int file = 1; file < words.length - 1; file++) {
            copy(context.resolve(words[file]), root.resolve(words[words.length - 1].substring(1)));
          }
        }
        case "ENV" -> {
          int equals = rest.indexOf('=');
          environment.put(rest.substring(0, equals), below(root, rest.substring(equals + 1)));
        }
        case "ENTRYPOINT" ->
            JSONArrayUtils.parse(rest).forEach(word -> command.add(below(root, (String) word)));
        case "", "#", "FROM", "USER" -> {}
        default -> throw new AssertionError("unknown instruction: " + line);
      }
    }
    return new ContainerImage(root, environment, command);
  }

  /** Copies a file, or what is in a folder, as COPY does. */
  private static void copy(Path from, Path into) throws IOException {
    Files.createDirectories(into);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    }
  }

  private static String below(Path root, String text) {
    return text.replaceAll("(?<![\\w./])/(app|opt)/", root + "/$1/");
  }

  /** Returns the arguments of its {@code java}. */
  String[] javaArguments() {
    if (!command.get(0).equals("java")) {
      throw new AssertionError("the entry point is not java: " + command);
    }
    return command.subList(1, command.size()).toArray(String[]::new);
  }
}
