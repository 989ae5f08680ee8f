package dev.irsa.cli;

import dev.irsa.IrsaCredentials;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SigningAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a token of the pod's role for programs that cannot obtain it themselves. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Prints a JWT that STS signs for the pod's role, and that a service outside of AWS accepts.",
      "It is a secret: on a terminal it is printed only with --show."
    })
final class TokenCommand implements Callable<Integer> {

  private final CommandContext context;

  @SuppressWarnings("NullAway.Init") // set by picocli, because it is required
  @Option(
      names = "--audience",
      required = true,
      paramLabel = "AUDIENCE",
      description = "the service that accepts the token; may be repeated, up to ten times")
  private List<String> audiences;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "how long the token is valid, 60 to 3600; default: 300")
  private long seconds = 300;

  @Option(
      names = "--algorithm",
      paramLabel = "ALGORITHM",
      description = "how the token is signed: RS256 (default) or ES384")
  private SigningAlgorithm algorithm = SigningAlgorithm.RS256;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "a tag, which becomes a claim; may be repeated")
  private Map<String, String> tags = Map.of();

  @Option(names = "--show", description = "allow printing on a terminal")
  private boolean show;

  TokenCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!context.mayPrintSecret("a token is a secret", show)) {
      return ExitCodes.FAILED;
    }
    OutboundTokenRequest request =
        OutboundTokenRequest.audiences(audiences)
            .withDuration(Duration.ofSeconds(seconds))
            .withSigningAlgorithm(algorithm)
            .withTags(tags);
    try (IrsaCredentials irsa =
        IrsaCredentials.builder().environment(context.environment()).build()) {
      context.out().println(irsa.outboundTokens(request).get());
      return ExitCodes.OK;
    }
  }
}
