package dev.irsa.cli.internal.pod;

import dev.irsa.credentials.CredentialsException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the pod's JVM. It obeys commands on its standard input, and ends with it, so
 * that it never outlives the lab:
 *
 * <ul>
 *   <li>{@code start} makes calls at steady rates;
 *   <li>{@code herd} makes one call in each of 20 threads at once;
 *   <li>{@code stop <millis>} ends them, and waits so long for the last calls to return;
 *   <li>{@code until-denied} makes further calls until the library reports that there are no
 *       credentials.
 * </ul>
 */
public final class PodMain {

  /** How many threads make the calls of a herd. */
  public static final int HERD = 20;

  private static final long PAUSE_BETWEEN_LAST_CALLS_MILLIS = 100;
  private static final long LONGEST_LAST_CALLS_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final PrintStream out;
  private final List<SteadyCalls> calls = new ArrayList<>();

  private PodMain(PrintStream out, PodClients clients, List<CallStream> streams) {
    this.out = out;
    for (CallStream stream : streams) {
      calls.add(new SteadyCalls(stream, clients.call(stream), this::say));
    }
  }

  /**
   * Runs the pod.
   *
   * @param arguments {@code irsa} for this project's providers, anything else for the SDKs' own;
   *     the bucket to list; the issuer, whose document is read without credentials; and the names
   *     of the streams
   */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PodClients clients =
        new PodClients(arguments[0].equals("irsa"), arguments[1], URI.create(arguments[2]));
    List<CallStream> streams = Arrays.stream(arguments).skip(3).map(CallStream::valueOf).toList();
    new PodMain(out, clients, streams).obey(in);
  }

  private void obey(BufferedReader in) throws Exception {
    warmUp();
    say(new PodMessage.ClientsCreated());
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ", -1);
      switch (command[0]) {
        case "start" -> start();
        case "herd" -> herd();
        case "stop" -> stop(Duration.ofMillis(Long.parseLong(command[1])));
        case "until-denied" -> callUntilDenied();
        default -> throw new IllegalArgumentException("unknown command: " + line);
      }
    }
  }

  /** Loads what every call needs, such as TLS, so that it does not count as a wait. */
  private void warmUp() throws Exception {
    for (SteadyCalls each : calls) {
      if (!each.stream().needsCredentials()) {
        each.makeOne();
      }
    }
  }

  private void start() {
    calls.forEach(SteadyCalls::start);
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(
                calls.stream().map(SteadyCalls::firstSuccess).toArray(CompletableFuture[]::new))
            .thenRun(() -> say(new PodMessage.EveryStreamServed()));
  }

  /** Starts the herd, and the stream without credentials. */
  private void herd() {
    for (SteadyCalls each : calls) {
      if (each.stream().needsCredentials()) {
        each.makeInThreads(HERD);
      } else {
        each.start();
      }
    }
  }

  private void stop(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    calls.forEach(SteadyCalls::shutDown);
    for (SteadyCalls each : calls) {
      each.awaitEnd(end);
    }
  }

  /**
   * Calls until the library reports STS's denial. Before that, services already reject the sessions
   * of the deleted role; those errors are ignored. The denial follows once the session has expired.
   */
  private void callUntilDenied() throws InterruptedException {
    Set<CallStream> left = EnumSet.of(CallStream.V2_STS, CallStream.V1_STS);
    long end = System.nanoTime() + LONGEST_LAST_CALLS_NANOS;
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      for (SteadyCalls each : calls) {
        if (left.contains(each.stream()) && isDenied(each)) {
          left.remove(each.stream());
        }
      }
      Thread.sleep(PAUSE_BETWEEN_LAST_CALLS_MILLIS);
    }
  }

  /** Makes a call. Reports and returns whether it failed for lack of credentials. */
  private boolean isDenied(SteadyCalls call) {
    try {
      call.makeOne();
      return false;
    } catch (Exception e) {
      CredentialsException typed = typed(e);
      if (typed != null) {
        say(
            new PodMessage.Denied(
                call.stream(),
                e.getClass().getSimpleName(),
                typed.getClass().getSimpleName(),
                String.valueOf(typed.code()),
                String.valueOf(typed.getMessage())));
      }
      return typed != null;
    }
  }

  private static @Nullable CredentialsException typed(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CredentialsException credentials) {
        return credentials;
      }
    }
    return null;
  }

  private void say(PodMessage message) {
    out.println(message.line());
  }
}
