package dev.irsa.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself. */
@Command(
    name = "irsa",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = "AWS credentials for pods on Amazon EKS (IAM Roles for Service Accounts).",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went as asked",
      "1:no credentials, or a claim did not hold; one message on stderr says why",
      "2:the command line was wrong"
    },
    subcommands = CommandLine.HelpCommand.class)
public final class Irsa implements Runnable {

  @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
  @Spec
  private CommandSpec spec;

  private Irsa() {}

  /** Runs the command of this process and ends it with the exit code. */
  public static void main(String[] arguments) {
    // AWS SDK for Java 1.x announces its end on each start, and logs through commons-logging.
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs the command in the given surroundings and returns the exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    return commandLine(surroundings).execute(arguments);
  }

  private static CommandLine commandLine(Surroundings surroundings) {
    CommandLine commandLine =
        new CommandLine(new Irsa())
            .addSubcommand(new LabCommand(surroundings))
            .addSubcommand(new WhoamiCommand(surroundings))
            .addSubcommand(new CredentialsCommand(surroundings))
            .setOut(writer(surroundings.out()))
            .setErr(writer(surroundings.err()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  surroundings.err().println("irsa: " + Complaint.of(failure));
                  return ExitCodes.FAILED;
                });
    CommandLine.Help.Ansi ansi =
        surroundings.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    return commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
