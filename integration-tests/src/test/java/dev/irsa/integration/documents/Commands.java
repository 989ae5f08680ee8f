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

/**
 * Checks commands of a page: that options, modules, profiles and tests exist.
 *
 * @param page the page that shows them
 */
record Commands(Page page) {

  private static final Set<String> PHASES =
      Set.of("clean", "process-test-classes", "test", "package", "verify", "install", "deploy");

  private static final Set<String> BUILT_IN = Set.of("help", "--version", "generate-completion");

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  /** Checks that a block is shell code, and each line that is a command of ours. */
  void check(Block block) throws IOException, InterruptedException {
    isShell(block);
    block
        .code()
        .lines()
        .map(line -> line.replaceAll("\\s+#.*", ""))
        .filter(Commands::isCommand)
        .forEach(this::check);
  }

  private static void isShell(Block block) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var input = bash.getOutputStream()) {
      input.write(block.code().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), () -> said + block);
  }

  /** Returns whether a span of code in the prose is a command that can be checked. */
  static boolean isCommand(String span) {
    return span.matches("(?:\\./)?(?:mvnw|irsa) [^.].*");
  }

  /** Checks one command. */
  void check(String command) {
    List<String> words = List.of(command.strip().split("\\s+", -1));
    List<String> arguments = words.subList(1, words.size());
    if (words.get(0).endsWith("mvnw")) {
      maven(command, arguments);
    } else {
      irsa(command, arguments);
    }
  }

  private void requires(boolean holds, String what, String command) {
    assertTrue(holds, () -> page + " names " + what + ", which does not exist, in: " + command);
  }

  private void maven(String command, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-pl")) {
        i++;
        modules(command, arguments.get(i));
      } else if (argument.equals("-P")) {
        i++;
        profile(command, arguments.get(i));
      } else if (argument.startsWith("-D")) {
        property(command, argument.substring(2));
      } else if (!argument.startsWith("-")) {
        requires(
            PHASES.contains(argument) || argument.contains(":"), "the phase " + argument, command);
      }
    }
  }

  private void modules(String command, String list) {
    for (String module : list.split(",", -1)) {
      requires(Pom.modules().contains(module.replace(":", "")), "the module " + module, command);
    }
  }

  private void profile(String command, String name) {
    boolean known =
        Checkout.files(file -> file.endsWith("pom.xml")).stream()
            .anyMatch(pom -> Checkout.text(pom).contains("<id>" + name + "</id>"));
    requires(known, "the profile " + name, command);
  }

  private void property(String command, String definition) {
    int equals = definition.indexOf('=');
    String name = equals < 0 ? definition : definition.substring(0, equals);
    String value = equals < 0 ? "" : definition.substring(equals + 1);
    if (name.equals("test")) {
      for (String each : value.replace("'", "").split(",", -1)) {
        String test = each.replaceAll("[#*].*", "");
        requires(
            !Checkout.files(file -> file.getFileName().toString().startsWith(test)).isEmpty(),
            "the test " + test,
            command);
      }
    } else if (name.equals("groups")) {
      requires(anySource(text -> text.contains("@Tag(\"" + value + "\")")), "the tag", command);
    } else if (name.startsWith("irsa.")) {
      requires(anySource(text -> text.contains(name)), "the property " + name, command);
      if (value.startsWith("-D")) {
        property(command, value.substring(2));
      }
    }
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
  private void irsa(String command, List<String> arguments) {
    String subcommand = arguments.get(0);
    if (BUILT_IN.contains(subcommand)) {
      return;
    }
    requires(declares("name = \"" + subcommand + "\""), "the subcommand " + subcommand, command);
    for (String argument : arguments) {
      Matcher option = OPTION.matcher(argument);
      if (option.lookingAt()) {
        requires(declares("\"" + option.group() + "\""), option.group(), command);
      }
    }
  }

  private static boolean declares(String text) {
    return Checkout.files(file -> file.startsWith("tools/irsa-cli/src/main")).stream()
        .anyMatch(file -> Checkout.text(file).contains(text));
  }
}
