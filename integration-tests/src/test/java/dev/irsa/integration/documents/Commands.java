package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import dev.irsa.integration.documents.Page.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks commands of a page: that modules, profiles, tests, properties and options exist. */
record Commands(Page page) {

  private static final Set<String> PHASES =
      Set.of("clean", "process-test-classes", "test", "package", "verify", "install", "deploy");
  private static final Set<String> BUILT_IN = Set.of("help", "--version", "generate-completion");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  /** Checks that a block is shell code, and each line that is a command of ours. */
  void check(Block block) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var input = bash.getOutputStream()) {
      input.write(block.code().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), () -> said + block);
    block
        .code()
        .lines()
        .map(line -> line.replaceAll("\\s+#.*", ""))
        .filter(Commands::isCommand)
        .forEach(this::check);
  }

  /** Returns whether a span of code in the prose is a command that can be checked. */
  static boolean isCommand(String span) {
    return span.matches("(?:\\./)?(?:mvnw|irsa) [^.].*");
  }

  /** Checks one command. */
  void check(String command) {
    List<String> words = List.of(command.strip().replace("'", "").split("\\s+", -1));
    String before = words.get(0);
    boolean maven = before.endsWith("mvnw");
    if (!maven && BUILT_IN.contains(words.get(1))) {
      return;
    }
    for (String word : words.subList(1, words.size())) {
      boolean exists = maven ? isOfMaven(before, word) : isOfIrsa(before, word);
      assertTrue(exists, page + " names " + word + ", which does not exist, in: " + command);
      before = word;
    }
  }

  private static boolean isOfMaven(String before, String word) {
    if (before.equals("-pl")) {
      return Stream.of(word.split(",", -1)).allMatch(Commands::isModule);
    }
    if (before.equals("-P")) {
      return anySource(text -> text.contains("<id>" + word + "</id>"));
    }
    return word.startsWith("-D")
        ? isProperty(word.substring(2))
        : word.startsWith("-") || word.contains(":") || PHASES.contains(word);
  }

  private static boolean isModule(String name) {
    return Pom.modules().contains(name.replace(":", ""));
  }

  private static boolean isProperty(String definition) {
    String name = definition.replaceFirst("=.*", "");
    String value = definition.substring(Math.min(definition.length(), name.length() + 1));
    if (name.equals("test")) {
      return Stream.of(value.split(",", -1)).allMatch(Commands::isTest);
    }
    if (name.equals("groups")) {
      return anySource(text -> text.contains("@Tag(\"" + value + "\")"));
    }
    boolean exists = !name.startsWith("irsa.") || anySource(text -> text.contains(name));
    return exists && (!value.startsWith("-D") || isProperty(value.substring(2)));
  }

  private static boolean isTest(String pattern) {
    String name = pattern.replaceAll("[#*].*", "");
    return !Checkout.files(file -> file.getFileName().toString().startsWith(name)).isEmpty();
  }

  private static boolean anySource(Predicate<String> found) {
    return Checkout.files(
            file -> file.toString().endsWith(".java") || file.endsWith(Path.of("pom.xml")))
        .stream()
        .filter(file -> !file.toString().contains("integration/documents")) // Has wrong ones.
        .map(Checkout::text)
        .anyMatch(found);
  }

  /** Subcommands and options are those that the sources of the command declare. */
  private static boolean isOfIrsa(String before, String word) {
    Matcher option = OPTION.matcher(word);
    String declared =
        before.endsWith("irsa")
            ? "name = \"" + word + "\""
            : option.lookingAt() ? "\"" + option.group() + "\"" : "";
    return Checkout.files(file -> file.startsWith("tools/irsa-cli/src/main")).stream()
        .anyMatch(file -> Checkout.text(file).contains(declared));
  }
}
