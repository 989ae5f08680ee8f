package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Checks that docs/cli.md is what the commands themselves say; writes the page to target. */
class CliPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "cli.md");
  private static final Path WRITTEN = Path.of("target", "cli.md");
  private static final String HEAD =
      """
      # The command `irsa`

      `./irsa` in a checkout builds the command if necessary and runs it. Elsewhere it is one jar,
      `java -jar irsa-cli-<version>-all.jar`, for Java 17 and newer. This page is generated from the
      commands' own help; `irsa help <command>` prints the same.

      Options are the same everywhere: `--help`, `--version`. Errors go to standard error. What is
      printed is coloured on a terminal and plain in a pipe; `NO_COLOR` switches colours off.

      Completion for bash and zsh: `source <(irsa generate-completion)`.
      """;

  @Test
  void thePageShowsTheHelpOfEveryCommand() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    CommandLine irsa = Irsa.commandLine(Surroundings.ofProcess());
    appendCodes(page, irsa.getCommandSpec());
    irsa.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .filter(command -> !command.getCommandName().equals("help"))
        .forEach(command -> append(page, command));
    Files.createDirectories(WRITTEN.getParent());
    Files.writeString(WRITTEN, page);
    assertEquals(
        page.toString(),
        Files.readString(PAGE),
        () -> "docs/cli.md differs from the help; if that is right, copy " + WRITTEN);
  }

  private static void appendCodes(StringBuilder page, CommandSpec irsa) {
    page.append("\n| exit code | meaning |\n|---|---|\n");
    Map<String, String> codes = irsa.usageMessage().exitCodeList();
    codes.forEach(
        (code, meaning) ->
            page.append("| ").append(code).append(" | ").append(meaning).append(" |\n"));
  }

  private static void append(StringBuilder page, CommandLine command) {
    Help help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    List<String> lines =
        command.getUsageMessage(help.colorScheme()).lines().map(String::stripTrailing).toList();
    page.append("\n## ").append(command.getCommandName()).append("\n\n```text\n");
    lines.forEach(line -> page.append(line).append('\n'));
    page.append("```\n");
  }
}
