package dev.irsa.cli;

import dev.irsa.IrsaCredentials;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.credentials.SessionCredentials;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the pod's session credentials for programs that cannot obtain them themselves. */
@Command(
    name = "credentials",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Prints the pod's session credentials for other programs.",
      "They are secrets: on a terminal they are printed only with --show."
    })
final class CredentialsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "process (default): for credential_process of any AWS SDK;",
        "env: export lines for eval; json: all details of the session"
      })
  private CredentialsFormat format = CredentialsFormat.PROCESS;

  @Option(names = "--show", description = "allow printing on a terminal")
  private boolean show;

  CredentialsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!context.mayPrintSecret("credentials are secrets", show)) {
      return ExitCodes.FAILED;
    }
    try (IrsaCredentials irsa =
        IrsaCredentials.builder().environment(context.environment()).build()) {
      SessionCredentials credentials = irsa.credentials();
      format.lines(credentials).forEach(context.out()::println);
      return ExitCodes.OK;
    }
  }
}
