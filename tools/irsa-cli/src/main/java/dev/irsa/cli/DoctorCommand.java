package dev.irsa.cli;

import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SigningAlgorithm;
import dev.irsa.doctor.IrsaDoctor;
import dev.irsa.doctor.Report;
import dev.irsa.doctor.internal.file.BoundedFile;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.doctor.report.Verdict;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds out why the pod does not get its role, and how to fix that. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Finds out why this pod does not get its role, and how to fix that.",
      "Runs in the pod, without credentials and rights, in less than ten seconds. The output contains"
          + " no secrets."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no check failed",
      "1:a check failed; the last line names the most likely cause",
      "2:invalid command line, or a file that cannot be used"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final int DETAIL_COLUMN = 15;

  private final CommandContext context;

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Option(names = "--offline", description = "use no network")
  private boolean offline;

  @Option(
      names = "--trust-policy",
      paramLabel = "FILE",
      description =
          "evaluate the role's trust policy for the pod's token: the policy itself, or the output of"
              + " aws iam get-role")
  private @Nullable Path trustPolicy;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description =
          "look for SDKs and frameworks on the application's class path, as java -cp takes it")
  private @Nullable String classPath;

  @Option(
      names = "--expect-role",
      paramLabel = "ARN",
      description = "the role that the pod should have")
  private @Nullable String expectedRole;

  @Option(
      names = "--chain",
      paramLabel = "ARN",
      description = "also assume this role with the pod's role")
  private @Nullable String chain;

  @Option(
      names = "--external-id",
      paramLabel = "ID",
      description = "the external id that --chain requires")
  private @Nullable String externalId;

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description =
          "also request a token for a service outside of AWS, as irsa token does, and judge it; may be"
              + " repeated, up to ten times")
  private List<String> audiences = List.of();

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "with --audience: how long the token should be valid, 60 to 3600; default: 300")
  private @Nullable Long seconds;

  @Option(
      names = "--algorithm",
      paramLabel = "ALGORITHM",
      description = "with --audience: how the token is signed, RS256 (default) or ES384")
  private @Nullable SigningAlgorithm algorithm;

  @Option(
      names = "--wait",
      description = "repeat a denied exchange for a minute, while changes in IAM propagate")
  private boolean waits;

  @Option(
      names = "--kubernetes",
      description = "read the annotations of the service account from the API server")
  private boolean kubernetes;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = {
        "the pod's environment: what env or env -0 prints there, or /proc/<pid>/environ;",
        "the environment of this process is ignored"
      })
  private @Nullable Path environmentFile;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "look for every path of the pod below this directory, such as /proc/<pid>/root")
  private @Nullable Path root;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "examine manifests before they are applied, in YAML or JSON; - is the standard input. The"
              + " exit code is 1 if one of them keeps pods from their role")
  private List<String> manifests = List.of();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "with --manifest: the namespace of objects that do not name one")
  private String namespace = "default";

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "with --manifest: the cluster's issuer, as aws eks describe-cluster prints it")
  private @Nullable String issuer;

  @Option(
      names = "--suppress",
      paramLabel = "ID",
      description = "with --manifest: leave out the findings with this id")
  private List<String> suppressed = List.of();

  @SuppressWarnings("UnusedVariable") // Failures looks it up
  @Option(names = "--debug", description = "print the stack trace of an error")
  private boolean debug;

  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Report report = manifests.isEmpty() ? doctor().examine() : ofManifests();
    print(report);
    return report.isHealthy() ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private Report ofManifests() {
    try {
      return doctor().examineManifests(texts(), namespace, issuer, Set.copyOf(suppressed));
    } catch (OutOfMemoryError e) {
      // A file within the bound can have more values than the heap can hold.
      throw new InvalidInputException(
          "--manifest",
          "the heap is too small for these files: give java a larger one (-Xmx2g), or examine parts of"
              + " them",
          e);
    }
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : manifests) {
      String name = file.equals("-") ? "stdin" : file;
      texts.put(name, BoundedFile.utf8(name, content(file, name)));
    }
    return texts;
  }

  private byte[] content(String file, String name) {
    try {
      return file.equals("-")
          ? BoundedFile.required(name, context.in(), YamlNode.MOST_BYTES)
          : BoundedFile.required(
              Path.of(file),
              YamlNode.MOST_BYTES,
              "use - for the standard input, or write it to a file first");
    } catch (IOException | InvalidPathException e) {
      throw new InvalidInputException(name, "cannot be read", e);
    }
  }

  private IrsaDoctor.Builder doctor() {
    IrsaDoctor.Builder doctor =
        IrsaDoctor.builder()
            .environment(context.environment())
            .offline(offline)
            .waitForPropagation(waits)
            .kubernetes(kubernetes);
    if (environmentFile != null) {
      doctor.environmentFile(environmentFile);
    }
    if (root != null) {
      doctor.root(root);
    }
    if (trustPolicy != null) {
      doctor.trustPolicy(trustPolicy);
    }
    if (classPath != null) {
      doctor.classPath(classPath);
    }
    if (expectedRole != null) {
      doctor.expectRole(expectedRole);
    }
    if (chain != null) {
      doctor.chain(chain, externalId);
    } else if (externalId != null) {
      throw new InvalidInputException("--external-id", "needs --chain", null);
    }
    requestToken(doctor);
    return doctor;
  }

  private void requestToken(IrsaDoctor.Builder doctor) {
    if (audiences.isEmpty()) {
      if (seconds != null || algorithm != null) {
        throw new InvalidInputException(
            seconds == null ? "--algorithm" : "--duration", "needs --audience", null);
      }
      return;
    }
    OutboundTokenRequest request = OutboundTokenRequest.audiences(audiences);
    if (seconds != null) {
      request = request.withDuration(Duration.ofSeconds(seconds));
    }
    doctor.outboundToken(algorithm == null ? request : request.withSigningAlgorithm(algorithm));
  }

  private void print(Report report) {
    if (json) {
      context.out().println(report.toJson());
      return;
    }
    try (Screen screen = context.screen(context.out())) {
      for (Check check : report.summary()) {
        screen.line(line(check));
        check
            .fix()
            .lines()
            .forEach(fix -> screen.line(Text.empty().dim(" ".repeat(DETAIL_COLUMN) + fix)));
      }
      screen.line(Text.empty());
      screen.line(
          Text.empty().add(report.conclusion(), report.isHealthy() ? Style.GOOD : Style.BAD));
    }
  }

  private static Text line(Check check) {
    Text start = Text.of("%-7s  ".formatted(check.id()));
    String title = "  %-28s  ".formatted(check.title());
    return start
        .add("%-4s".formatted(check.verdict()), style(check.verdict()))
        .plain(title)
        .add(check.found(), check.verdict() == Verdict.SKIP ? Style.DIM : Style.PLAIN);
  }

  private static Style style(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Style.GOOD;
      case WARN -> Style.WARN;
      case FAIL -> Style.BAD;
      case SKIP -> Style.DIM;
    };
  }
}
