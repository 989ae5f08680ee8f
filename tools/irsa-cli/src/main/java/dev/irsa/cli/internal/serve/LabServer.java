package dev.irsa.cli.internal.serve;

import dev.irsa.cli.internal.ClosedOnExit;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.doctor.internal.text.ForeignText;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lab with a server for its resources. Owns both. Thread-safe. {@link #close} ends them and
 * deletes all files; closing is idempotent.
 */
final class LabServer implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** A server may run for weeks, and its clients cannot read the logs of their requests. */
  private static final int KEPT_REQUESTS = 1_000;

  private final IrsaLab lab;
  private final LabResources resources;
  private final Endpoint endpoint;

  private LabServer(IrsaLab lab, WorldFile world, IrsaLab.Network network) {
    this.lab = lab;
    this.resources = new LabResources(lab);
    RequestLog requests = new RequestLog();
    // Includes the agent, whose port is taken now or never.
    Stream.of(requests, lab.requests(), lab.issuerRequests(), lab.agent().requests())
        .forEach(log -> log.keepLatest(KEPT_REQUESTS));
    resources.add(world).forEach(resources::createPod);
    this.endpoint =
        Endpoint.startPlain(
            resources,
            lab.time(),
            requests,
            new InetSocketAddress(network.bindAddress(), network.firstPort()),
            network.host());
  }

  /** Serves a lab until the process is ended from outside. */
  static void serve(CommandContext context, ServeOptions options, boolean json, boolean podIdentity)
      throws InterruptedException {
    WorldFile world =
        options.world == null ? WorldFile.standard(podIdentity) : WorldFile.read(options.world);
    IrsaLab.Network network = network(options);
    CompletableFuture<@Nullable LabServer> started = new CompletableFuture<>();
    // Before the start, which already writes files.
    try (ClosedOnExit unused = ClosedOnExit.of(() -> close(started.join()));
        LabServer server = start(world, network, started)) {
      context.out().print(json ? server.json() + "\n" : server.exports());
      context.out().flush();
      server.ready();
      context.err().println("The lab serves until SIGTERM or Ctrl-C: " + server.url());
      if (!network.bindAddress().isLoopbackAddress()) {
        context
            .err()
            .println(
                "Whoever reaches %s can use this lab, and read what is in it."
                    .formatted(options.bind));
      }
      new CountDownLatch(1).await();
    }
  }

  private static LabServer start(
      WorldFile world, IrsaLab.Network network, CompletableFuture<@Nullable LabServer> started) {
    try {
      LabServer server = LabServer.start(world, network);
      started.complete(server);
      return server;
    } finally {
      started.complete(null); // does nothing after a start; a failed one has cleaned up
    }
  }

  private static void close(@Nullable LabServer server) {
    if (server != null) {
      server.close();
    }
  }

  private static IrsaLab.Network network(ServeOptions options) {
    InetAddress address = address(options.bind == null ? "127.0.0.1" : options.bind);
    int first = options.port == null ? 0 : options.port;
    if (first < 0 || first > 65_529) {
      throw new InvalidInputException("--port", "expected 1 to 65529, found " + first, null);
    }
    try {
      return new IrsaLab.Network(
          address, options.host == null ? hostOf(address) : options.host, first);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "--host", String.valueOf(e.getMessage()).replaceFirst("^host: ", ""), e);
    }
  }

  /** Returns the address of --bind, which must not be a name: a name can mean several. */
  private static InetAddress address(String given) {
    try {
      if (ADDRESS.matcher(given).matches()) {
        return InetAddress.getByName(given);
      }
    } catch (UnknownHostException e) {
      // Reported below.
    }
    throw new InvalidInputException(
        "--bind", "expected an IP address, found " + ForeignText.plain(given), null);
  }

  private static String hostOf(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /**
   * Starts a server. Until {@link #ready}, it responds that it is starting. Each service account of
   * the world has a pod of the same name.
   *
   * @param network where to listen; the server takes the first port, and the lab the next six
   * @throws InvalidInputException if the world cannot be created, or a port is not free
   */
  static LabServer start(WorldFile world, IrsaLab.Network network) {
    int port = network.firstPort();
    IrsaLab.Network next =
        new IrsaLab.Network(network.bindAddress(), network.host(), port == 0 ? 0 : port + 1);
    try {
      IrsaLab lab = world.start(next);
      try {
        return new LabServer(lab, world, network);
      } catch (RuntimeException | Error e) {
        lab.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause();
      throw new InvalidInputException(
          "--port",
          "%s: %s; choose other ports"
              .formatted(e.getMessage(), cause == null ? "" : cause.getMessage()),
          e);
    }
  }

  /** Returns the server's address. */
  URI url() {
    return endpoint.plainUri();
  }

  /** Reports the lab as healthy from now on. */
  void ready() {
    resources.ready(url());
  }

  /** Returns the lines that let other programs act as the first pod. */
  String exports() {
    return resources.exports(url());
  }

  /** Returns everything that other programs need as one JSON document on one line. */
  String json() {
    return resources.json(url());
  }

  @Override
  public void close() {
    endpoint.close();
    lab.close();
  }
}
