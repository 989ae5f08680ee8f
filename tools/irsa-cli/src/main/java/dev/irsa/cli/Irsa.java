package dev.irsa.cli;

import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.cli.internal.lab.ComparedSdk;
import dev.irsa.cli.internal.lab.Scenario;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    System.exit(run(CommandContext.ofProcess(), arguments));
  }

  /** Runs the command with the given environment and streams, and returns the exit code. */
  public static int run(CommandContext context, String... arguments) {
    return commandLine(context).execute(arguments);
  }

  static CommandLine commandLine(CommandContext context) {
    CommandLine commandLine =
        new CommandLine(new Irsa())
            .addSubcommand(new LabCommand(context))
            .addSubcommand(new DoctorCommand(context))
            .addSubcommand(new WhoamiCommand(context))
            .addSubcommand(new CredentialsCommand(context))
            .addSubcommand(new TokenCommand(context))
            .registerConverter(Scenario.class, new EnumNames<>(List.of(Scenario.values())))
            .registerConverter(ComparedSdk.class, new EnumNames<>(List.of(ComparedSdk.values())));
    return configured(commandLine, context);
  }

  static CommandLine configured(CommandLine commandLine, CommandContext context) {
    CommandLine.Help.Ansi ansi =
        context.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    return commandLine
        .setOut(writer(context.out()))
        .setErr(writer(context.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Failures())
        .setExecutionExceptionHandler(new Failures())
        .setExecutionStrategy(parsed -> executed(parsed, context))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  /** Runs the command. It has failed if its output could not be written, such as to a full disk. */
  private static int executed(ParseResult parsed, CommandContext context) {
    int code = new CommandLine.RunLast().execute(parsed);
    if (code == ExitCodes.OK && context.out().checkError()) {
      context.err().println("irsa: the output could not be written");
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
