package dev.irsa.cli;

import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.cli.internal.Surroundings;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code irsa} command. */
@Command(
    name = "irsa",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = "AWS credentials for pods on Amazon EKS (IRSA and EKS Pod Identity).",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:credentials could not be obtained, or a claim failed; stderr has the reason",
      "2:invalid command line"
    },
    subcommands = {CommandLine.HelpCommand.class, AutoComplete.GenerateCompletion.class})
public final class Irsa implements Runnable {

  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  @Spec
  private CommandSpec spec;

  private Irsa() {}

  /** Runs the command and exits the process with its exit code. */
  public static void main(String[] arguments) {
    // AWS SDK for Java 1.x prints a deprecation notice at each start, and uses commons-logging.
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs the command with the given environment and streams, and returns the exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    return commandLine(surroundings).execute(arguments);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine commandLine =
        new CommandLine(new Irsa())
            .addSubcommand(new LabCommand(surroundings))
            .addSubcommand(new DoctorCommand(surroundings))
            .addSubcommand(new WhoamiCommand(surroundings))
            .addSubcommand(new CredentialsCommand(surroundings));
    return configured(commandLine, surroundings);
  }

  static CommandLine configured(CommandLine commandLine, Surroundings surroundings) {
    CommandLine.Help.Ansi ansi =
        surroundings.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    return commandLine
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Failures())
        .setExecutionExceptionHandler(new Failures())
        .setExecutionStrategy(parsed -> executed(parsed, surroundings))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  /** Runs the command. What could not be written, such as to a full disk, is no success. */
  private static int executed(ParseResult parsed, Surroundings surroundings) {
    int code = new CommandLine.RunLast().execute(parsed);
    if (code == ExitCodes.OK && surroundings.out().checkError()) {
      surroundings.err().println("irsa: the output could not be written");
      return ExitCodes.FAILED;
    }
    return code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
