package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

class FailuresTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // looked up by its name
    @Option(names = "--debug")
    private boolean debug;

    @Override
    public Integer call() throws IOException {
      throw new IOException("cannot write the report /report.html", new IOException("disk full"));
    }
  }

  @Test
  void aFailureIsOneMessageWithItsCause() {
    assertEquals(1, run());
    assertEquals("irsa: cannot write the report /report.html: disk full", err.toString().strip());
  }

  @Test
  void debugAddsTheStackTrace() {
    assertEquals(1, run("--debug"));
    assertTrue(err.toString().startsWith("irsa: cannot write the report"), err::toString);
    assertTrue(err.toString().contains("\tat " + Failing.class.getName()), err::toString);
  }

  @Test
  void commandsWithoutTheOptionNeverShowAStackTrace() {
    CommandSpec plain =
        CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> Integer.parseInt("x"));
    assertEquals(1, commandLine(plain).execute());
    assertEquals("irsa: For input string: \"x\"", err.toString().strip());
  }

  @Test
  void controlCharactersOfAMessageAreShown() {
    CommandSpec failing =
        CommandSpec.wrapWithoutInspection(
            (Callable<Integer>)
                () -> {
                  throw new IOException("x\r\u001b[2K\u009b1A\nirsa: all is well");
                });
    failing.addOption(OptionSpec.builder("--debug").build());

    assertEquals(1, commandLine(failing).execute("--debug"));

    String shown = err.toString().replace("\n", "").replace("\t", "");
    assertEquals(List.of(), shown.chars().filter(Character::isISOControl).boxed().toList());
  }

  private int run(String... arguments) {
    return commandLine(new Failing()).execute(arguments);
  }

  private CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new Failures());
  }

  @Test
  void theLibrarysOwnMessageIsFoundBehindThatOfTheSdk() {
    MisconfiguredException typed =
        new MisconfiguredException(
            true,
            List.of(
                new MisconfiguredException.Problem("AWS_REGION", null, "is not set", "set it")));

    String message = Failures.messageOf(new IllegalStateException("SDK", new IOException(typed)));

    assertEquals(typed.getMessage(), message);
  }
}
