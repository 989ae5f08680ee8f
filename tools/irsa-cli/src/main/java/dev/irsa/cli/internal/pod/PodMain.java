package dev.irsa.cli.internal.pod;

import com.nimbusds.jwt.SignedJWT;
import dev.irsa.credentials.CredentialsException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param arguments the bucket to list, the name of {@link PodCredentials}, and the ids of the
   *     streams
   */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PodClients clients =
        new PodClients(PodCredentials.valueOf(arguments[1]), arguments[0], issuer(System.getenv()));
    List<CallStream> streams = Arrays.stream(arguments).skip(2).map(CallStream::of).toList();
    new PodMain(out, clients, streams).obey(in);
  }

  /** Returns the issuer named in the token, which is that of IRSA or of EKS Pod Identity. */
  private static URI issuer(Map<String, String> environment) throws IOException, ParseException {
    String file =
        environment.getOrDefault(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            environment.getOrDefault("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", ""));
    String token = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
    return URI.create(SignedJWT.parse(token.strip()).getJWTClaimsSet().getIssuer());
  }

  private void obey(BufferedReader in) throws Exception {
    warmUp();
    say(new PodMessage.Prepared());
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
    Thread greeter = new Thread(this::sayReady, "ready");
    greeter.setDaemon(true);
    greeter.start();
  }

  /** Makes the calls of the herd, and those of the stream without credentials. */
  private void herd() {
    for (SteadyCalls each : calls) {
      if (each.stream().needsCredentials()) {
        each.makeInThreads(HERD);
      } else {
        each.start();
      }
    }
  }

  private void sayReady() {
    try {
      for (SteadyCalls each : calls) {
        each.awaitFirstSuccess();
      }
      say(new PodMessage.Ready());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
        if (left.contains(each.stream())) {
          denial(each)
              .ifPresent(
                  denied -> {
                    say(denied);
                    left.remove(each.stream());
                  });
        }
      }
      Thread.sleep(PAUSE_BETWEEN_LAST_CALLS_MILLIS);
    }
  }

  private static Optional<PodMessage> denial(SteadyCalls calls) {
    try {
      calls.makeOne();
      return Optional.empty();
    } catch (Exception e) {
      @Nullable CredentialsException typed = typed(e);
      return typed == null
          ? Optional.empty()
          : Optional.of(
              new PodMessage.Denied(
                  calls.stream(),
                  e.getClass().getSimpleName(),
                  typed.getClass().getSimpleName(),
                  String.valueOf(typed.code()),
                  String.valueOf(typed.getMessage())));
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
