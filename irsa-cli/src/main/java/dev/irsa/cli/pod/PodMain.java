package dev.irsa.cli.pod;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the pod's JVM. It makes calls at steady rates until it reads {@code stop} from
 * standard input. On {@code until-denied} it continues to call until the library reports that there
 * are no credentials. It ends with its input, so that it never outlives the lab.
 */
public final class PodMain {

  private static final long PAUSE_BETWEEN_LAST_CALLS_MILLIS = 100;
  private static final long LONGEST_LAST_CALLS_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final PrintStream out;
  private final List<SteadyCalls> calls = new ArrayList<>();

  private PodMain(PrintStream out, String bucket, URI issuer) {
    this.out = out;
    for (CallStream stream : CallStream.values()) {
      calls.add(new SteadyCalls(stream, PodClients.call(stream, bucket, issuer), this::say));
    }
  }

  /**
   * Runs the pod.
   *
   * @param arguments the bucket to list
   */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new PodMain(out, arguments[0], issuer(System.getenv())).obey(in);
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
    calls.forEach(SteadyCalls::start);
    Thread greeter = new Thread(this::sayReady, "ready");
    greeter.setDaemon(true);
    greeter.start();
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      switch (command) {
        case "stop" -> stop();
        case "until-denied" -> callUntilDenied();
        default -> throw new IllegalArgumentException("unknown command: " + command);
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

  private void stop() throws InterruptedException {
    for (SteadyCalls each : calls) {
      each.stop();
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
