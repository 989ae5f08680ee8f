package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
 * Checks commands of a page: that programs, files, options, modules, profiles and tests exist.
 *
 * @param page the page that shows them
 */
record Commands(Page page) {

  private static final Set<String> PHASES =
      Set.of("clean", "process-test-classes", "test", "package", "verify", "install", "deploy");

  /** What a shell has, and programs of others that a reader has or installs. */
  private static final Set<String> FOREIGN =
      Set.of(
          ".",
          "aws",
          "cat",
          "cd",
          "cp",
          "curl",
          "docker",
          "echo",
          "eksctl",
          "eval",
          "export",
          "git",
          "java",
          "jcmd",
          "jfr",
          "jq",
          "kill",
          "kubectl",
          "ls",
          "osv-scanner",
          "unset",
          "wait");

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  /** Checks each line of a block of shell code. */
  void check(Block block) throws IOException, InterruptedException {
    isShell(block);
    Shell.commands(block.code()).forEach(words -> check(String.join(" ", words), words));
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
    check(command, List.of(command.split("\\s+", -1)));
  }

  private void check(String command, List<String> given) {
    List<String> words =
        given.stream().dropWhile(word -> word.matches("(?s)[A-Za-z_]+=.*")).toList();
    if (words.isEmpty()) {
      return;
    }
    String program = words.get(0).replaceFirst("^\\./", "");
    List<String> arguments = words.subList(1, words.size());
    switch (program) {
      case "mvnw" -> maven(command, arguments);
      case "irsa" -> irsa(command, arguments);
      default -> {
        requires(FOREIGN.contains(program) || exists(program), "the program " + program, command);
        files(command, arguments);
      }
    }
  }

  private boolean exists(String path) {
    return Checkout.contains(Path.of(path)) || Checkout.contains(page.resolve(path));
  }

  private void requires(boolean holds, String what, String command) {
    assertTrue(holds, () -> page + " names " + what + ", which does not exist, in: " + command);
  }

  private void files(String command, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-f") && i + 1 < arguments.size()) {
        requires(exists(arguments.get(i + 1)), arguments.get(i + 1), command);
      }
      if (argument.startsWith("-XX:")) {
        String option = argument.replaceAll("=.*", "");
        requires(anySource(text -> text.contains(option)), option, command);
      }
    }
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
      requires(Checkout.contains(Path.of(module, "pom.xml")), "the module " + module, command);
    }
  }

  private void profile(String command, String name) {
    boolean known =
        Checkout.files("pom.xml").stream()
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

  /** The options are those of docs/cli.md, which is what the command prints about itself. */
  private void irsa(String command, List<String> arguments) {
    String help = Checkout.text(Path.of("docs", "cli.md"));
    String subcommand = arguments.get(0);
    if (subcommand.equals("help") || subcommand.equals("--version")) {
      return;
    }
    Matcher section =
        Pattern.compile("^## " + Pattern.quote(subcommand) + "$(.*?)(?=^## |\\z)", MULTI)
            .matcher(help);
    requires(section.find(), "the subcommand " + subcommand, command);
    for (String argument : arguments) {
      Matcher option = OPTION.matcher(argument);
      if (option.lookingAt()) {
        requires(section.group(1).contains(option.group()), option.group(), command);
      }
    }
  }

  private static final int MULTI = Pattern.MULTILINE | Pattern.DOTALL;
}
