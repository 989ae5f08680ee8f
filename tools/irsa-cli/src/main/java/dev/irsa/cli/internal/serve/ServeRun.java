package dev.irsa.cli.internal.serve;

import dev.irsa.cli.internal.ClosedOnExit;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run of the server, with the options of the command line; null for the defaults. It is not in
 * {@link ServeOptions}, so that {@code irsa --help} does not load the lab.
 */
record ServeRun(
    CommandContext context,
    @Nullable Path world,
    @Nullable Integer port,
    @Nullable String bind,
    @Nullable String host) {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** Serves until the process is ended from outside. */
  void serve(boolean json, boolean podIdentity) throws InterruptedException {
    World content = world == null ? World.standard(podIdentity) : World.read(world);
    IrsaLab.Network network = network();
    CompletableFuture<@Nullable LabServer> started = new CompletableFuture<>();
    // Before the start, since that writes files already.
    try (ClosedOnExit unused = ClosedOnExit.of(() -> close(started.join()));
        LabServer server = start(content, network, started)) {
      context.out().print(json ? server.json() + "\n" : server.exports());
      context.out().flush();
      server.ready();
      context.err().println("The lab serves until SIGTERM or Ctrl-C: " + server.url());
      if (!network.bindAddress().isLoopbackAddress()) {
        context
            .err()
            .println(
                "Whoever reaches %s can use this lab, and read what is in it.".formatted(bind));
      }
      new CountDownLatch(1).await();
    }
  }

  private static LabServer start(
      World world, IrsaLab.Network network, CompletableFuture<@Nullable LabServer> started) {
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

  private IrsaLab.Network network() {
    InetAddress address = address();
    int first = port == null ? 0 : port;
    if (first < 0 || first > 65_530) {
      throw new InvalidInputException("--port", "expected 1 to 65530, found " + first, null);
    }
    try {
      return new IrsaLab.Network(address, host == null ? hostOf(address) : host, first);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "--host", String.valueOf(e.getMessage()).replaceFirst("^host: ", ""), e);
    }
  }

  /** Returns the address of --bind, which must not be a name: a name can mean several. */
  private InetAddress address() {
    String given = bind == null ? "127.0.0.1" : bind;
    try {
      if (ADDRESS.matcher(given).matches()) {
        return InetAddress.getByName(given);
      }
    } catch (UnknownHostException e) {
      // Reported below.
    }
    throw new InvalidInputException(
        "--bind", "expected an IP address, found " + YamlDocument.excerpt(given), null);
  }

  private static String hostOf(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
