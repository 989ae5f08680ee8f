package dev.irsa.cli.serve;

import dev.irsa.cli.ClosedOnExit;
import dev.irsa.cli.Surroundings;
import dev.irsa.testkit.LabNetwork;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A run of the server, until the process is ended. */
final class ServeRun {

  private ServeRun() {}

  static void run(
      Surroundings surroundings,
      @Nullable Path file,
      boolean podIdentity,
      boolean json,
      ListenOptions options)
      throws InterruptedException {
    World world = file == null ? World.standard(podIdentity) : WorldFile.read(file);
    LabNetwork network = options.network();
    CompletableFuture<@Nullable LabServer> started = new CompletableFuture<>();
    // Before the start, since that writes files already.
    try (ClosedOnExit unused = ClosedOnExit.of(() -> close(started));
        LabServer server = start(world, network, started)) {
      ClientSettings settings = server.clientSettings();
      surroundings.out().print(json ? settings.json() + "\n" : settings.exports());
      surroundings.out().flush();
      server.ready();
      surroundings.err().println("The lab serves until SIGTERM or Ctrl-C: " + server.url());
      if (!network.bindAddress().isLoopbackAddress()) {
        surroundings
            .err()
            .println(
                "Whoever reaches %s can use this lab, and read what is in it."
                    .formatted(options.bind()));
      }
      new CountDownLatch(1).await();
    }
  }

  private static LabServer start(
      World world, LabNetwork network, CompletableFuture<@Nullable LabServer> started) {
    try {
      LabServer server = LabServer.start(world, network);
      started.complete(server);
      return server;
    } finally {
      started.complete(null); // does nothing after a start; a failed one has cleaned up
    }
  }

  /** Closes the server, after a start that is in progress. */
  private static void close(CompletableFuture<@Nullable LabServer> started) {
    LabServer server = started.join();
    if (server != null) {
      server.close();
    }
  }
}
