package dev.irsa.cli;

import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.cli.internal.lab.ComparedSdk;
import dev.irsa.cli.internal.lab.CredentialSource;
import dev.irsa.cli.internal.lab.LabResult;
import dev.irsa.cli.internal.lab.Scenario;
import dev.irsa.cli.internal.lab.ScenarioRun;
import dev.irsa.cli.internal.serve.ServeOptions;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.terminal.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Demonstrates the library on any machine. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Demonstrates the life cycle of a pod's credentials on this machine.",
      "Runs service account, webhook, token volume, OIDC and STS in one process, the pod in another. "
          + "The token rotates, credentials refresh in advance, STS is down, throttles and hangs; finally "
          + "the service account is deleted. Exits with 0 only if the lab's request log confirms "
          + "every claim. Takes less than a minute; all traffic stays on loopback."
    })
final class LabCommand implements Callable<Integer> {

  private final CommandContext context;

  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--json",
      description = "print one JSON document on stdout; progress goes to stderr")
  private boolean json;

  @Option(
      names = "--pod-identity",
      description = "the pod gets its credentials by EKS Pod Identity instead of IRSA")
  private boolean podIdentity;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "what the pod goes through (default: ${DEFAULT-VALUE}): ${COMPLETION-CANDIDATES}"
      })
  private Scenario scenario = Scenario.DEMONSTRATION;

  @Option(
      names = "--peer",
      paramLabel = "SDK",
      description = {
        "with --scenario: beside it, put a pod with the SDK's own provider through the same, and "
            + "compare both in the report: ${COMPLETION-CANDIDATES}"
      })
  private @Nullable ComparedSdk comparedSdk;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write the report to this file (default: ${DEFAULT-VALUE})")
  private Path report = Path.of("irsa-lab.html");

  @SuppressWarnings("UnusedVariable") // Failures looks it up
  @Option(names = "--debug", description = "print the stack trace of an unexpected error")
  private boolean debug;

  @Option(
      names = "--fail-one",
      hidden = true,
      description = "makes one call fail on purpose, for tests")
  private boolean failOne;

  @Mixin private final ServeOptions serving = new ServeOptions();

  LabCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    checkServing();
    if (serving.requested()) {
      serving.serve(context, json, podIdentity);
      return ExitCodes.OK;
    }
    checkScenario();
    String problem = problemOf(report);
    if (problem != null) {
      throw usage("--report: " + problem);
    }
    return show();
  }

  private void checkServing() {
    String problem = serving.problem();
    if (serving.requested() && isDemonstrated()) {
      problem = "--serve excludes --report, --scenario and --peer";
    } else if (serving.hasWorld() && podIdentity) {
      problem = "--world excludes --pod-identity; name associations in the world";
    }
    if (problem != null) {
      throw usage(problem);
    }
  }

  /** Returns whether an option of the demonstration is given. */
  private boolean isDemonstrated() {
    return List.of("--scenario", "--peer", "--report").stream()
        .anyMatch(spec.commandLine().getParseResult()::hasMatchedOption);
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private void checkScenario() {
    if (comparedSdk != null && scenario == Scenario.DEMONSTRATION) {
      throw usage("--peer requires --scenario with a name other than " + scenario);
    }
    String obstacle = scenario.obstacle(source());
    if (obstacle != null) {
      throw usage(
          "--scenario %s is not possible with --pod-identity: %s".formatted(scenario, obstacle));
    }
  }

  private int show() throws Exception {
    PrintStream progress = json ? context.err() : context.out();
    try (Screen screen = context.screen(progress)) {
      LabResult result = new ScenarioRun(screen, scenario, source(), comparedSdk, failOne).result();
      try {
        Files.writeString(report, result.page());
      } catch (IOException e) {
        throw new IOException("cannot write the report " + report.toAbsolutePath(), e);
      }
      screen.line(Text.of("Report: ").bold(report.toAbsolutePath().normalize().toString()));
      if (json) {
        context.out().println(result.json());
      }
      return result.holds() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private CredentialSource source() {
    return podIdentity || scenario == Scenario.POD_IDENTITY
        ? CredentialSource.POD_IDENTITY
        : CredentialSource.IRSA;
  }

  /** Returns why a file cannot be written, in one sentence; null if it can. */
  private static @Nullable String problemOf(Path file) {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (Files.isDirectory(absolute)) {
      return absolute + " is a directory; name a file in it";
    }
    if (directory == null || !Files.isDirectory(directory)) {
      return "the directory " + directory + " does not exist; create it, or name another one";
    }
    Path written = Files.exists(absolute) ? absolute : directory;
    return Files.isWritable(written) ? null : written + " is not writable; name another file";
  }
}
