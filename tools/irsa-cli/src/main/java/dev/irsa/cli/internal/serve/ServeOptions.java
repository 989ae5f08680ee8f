package dev.irsa.cli.internal.serve;

import dev.irsa.cli.internal.CommandContext;
import dev.irsa.doctor.report.InvalidInputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code irsa lab} that make it a server. */
public final class ServeOptions {
  @Option(
      names = {"--serve", "--keep"},
      description =
          "serve a lab with AWS's lifetimes to other programs until SIGTERM or Ctrl-C, and print"
              + " export lines that let them act as its first pod; GET /health responds 200")
  private boolean serve;

  @Option(
      names = "--world",
      paramLabel = "FILE",
      description =
          "with --serve: the roles, service accounts, associations and more that the lab has, in"
              + " YAML or JSON")
  @Nullable Path world;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "with --serve: the port of the server; STS, S3, issuer, proxy and agent take the next"
              + " five (default: any free ports)")
  @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "with --serve: the address to listen on, such as 0.0.0.0 in a container (default:"
              + " 127.0.0.1); whoever reaches it can use the lab")
  @Nullable String bind;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "with --serve: the name or address by which clients reach the lab (default: the address"
              + " of --bind, or 127.0.0.1)")
  @Nullable String host;

  /** Returns whether the lab is a server. */
  public boolean requested() {
    return serve;
  }

  /** Returns why these options cannot be combined; null if they can. */
  public @Nullable String problem() {
    if (serve) {
      return null;
    }
    boolean given = world != null || port != null || bind != null || host != null;
    return given ? "--world, --port, --bind and --host require --serve" : null;
  }

  /** Returns whether a world file is given. */
  public boolean hasWorld() {
    return world != null;
  }

  /**
   * Serves until the process is ended from outside.
   *
   * @param json whether to print one JSON document instead of export lines
   * @param podIdentity whether the pod of the default world uses EKS Pod Identity
   * @throws InvalidInputException if an option or the world file is invalid
   */
  public void serve(CommandContext context, boolean json, boolean podIdentity)
      throws InterruptedException {
    // In another class, so that irsa --help does not load the lab.
    LabServer.serve(context, this, json, podIdentity);
  }
}
