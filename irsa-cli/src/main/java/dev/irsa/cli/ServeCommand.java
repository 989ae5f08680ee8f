package dev.irsa.cli;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.serve.CredentialsServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the pod's credentials to other processes until the command is ended from outside. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    description = {
      "Serves the credentials of this pod to its other processes.",
      "Any AWS SDK and the AWS CLI can use them, as container credentials on loopback. Prints the"
          + " lines that give a shell the pod's role in this way. Runs until Ctrl-C or SIGTERM, which"
          + " deletes the token file. To emulate a pod where there is none, use irsa lab."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "1:the pod does not have an identity; stderr has the reason",
      "2:invalid command line, a port in use, or a file that cannot be written",
      "143:ended by SIGTERM (130: by Ctrl-C)"
    })
final class ServeCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "listen on this port of 127.0.0.1 and ::1 (default: a free one)")
  private int port;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "write the token that clients need to this file, readable by this user only",
        "(default: in a new directory)"
      })
  private @Nullable Path tokenFile;

  @SuppressWarnings("UnusedVariable") // CommandFailures looks it up
  @Option(names = "--debug", description = "print the stack trace of an error")
  private boolean debug;

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    try (IrsaCredentials irsa =
        IrsaCredentials.builder().environment(surroundings.environment()).build()) {
      CredentialsServer server = start(irsa);
      try (ClosedOnExit unused = ClosedOnExit.of(server);
          server) {
        checkCredentials(irsa);
        print(server);
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ExitCodes.OK;
    }
  }

  private CredentialsServer start(IrsaCredentials irsa) throws IOException {
    try {
      CredentialsServer.Builder builder = CredentialsServer.builder(irsa).port(port);
      return (tokenFile == null ? builder : builder.tokenFile(tokenFile)).start();
    } catch (BindException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--port: " + e.getMessage(), e);
    } catch (FileSystemException e) {
      throw new ParameterException(spec.commandLine(), "--token-file: " + e.getMessage(), e);
    }
  }

  /**
   * Fetches the first credentials. Only a wrong configuration ends the command: after an outage or
   * a denial, the same server serves them.
   */
  private void checkCredentials(IrsaCredentials irsa) {
    try {
      irsa.credentials();
    } catch (MisconfiguredException failure) {
      throw failure;
    } catch (CredentialsException failure) {
      surroundings.err().println("irsa: not yet: " + failure.getMessage());
    }
  }

  private void print(CredentialsServer server) {
    Map<String, String> exports = new LinkedHashMap<>();
    server.configure(exports);
    surroundings.err().println("Serving until Ctrl-C or SIGTERM. For each client, first run:");
    surroundings.out().println("unset " + String.join(" ", CredentialsServer.SHADOWING_VARIABLES));
    exports.forEach((name, value) -> surroundings.out().println(Shell.export(name, value)));
    surroundings.out().flush();
  }
}
