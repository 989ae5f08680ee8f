package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.StsResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod whose exchanges end as a test says. Each has a session of its own. */
public final class ScriptedPod implements WebIdentityExchange {

  private static final AtomicInteger PODS = new AtomicInteger();
  private static final Path TOKEN = token();

  /** Its own, so that the calls of other pods do not count towards its limit. */
  private final URI endpoint =
      URI.create("https://sts.eu-west-1.amazonaws.com:" + (1024 + PODS.getAndIncrement() % 60_000));

  private volatile CompletableFuture<SessionCredentials> result;

  private ScriptedPod(CompletableFuture<SessionCredentials> result) {
    this.result = result;
  }

  private static Path token() {
    try {
      Path file = Files.createTempFile("scripted-pod", ".token");
      file.toFile().deleteOnExit();
      return Files.writeString(file, StsResponses.TOKEN);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static ScriptedPod with(SessionCredentials session) {
    return new ScriptedPod(CompletableFuture.completedFuture(session));
  }

  public static ScriptedPod failing(CredentialsException failure) {
    return new ScriptedPod(CompletableFuture.failedFuture(failure));
  }

  /** Returns a pod whose callers wait until it {@link #answers}. */
  public static ScriptedPod waiting() {
    return new ScriptedPod(new CompletableFuture<>());
  }

  /** Ends the exchange in progress, and all later ones, with this result. */
  public void answers(SessionCredentials session) {
    CompletableFuture<SessionCredentials> earlier = result;
    result = CompletableFuture.completedFuture(session);
    earlier.complete(session);
  }

  /** Fails all later exchanges. */
  public void fails(CredentialsException failure) {
    result = CompletableFuture.failedFuture(failure);
  }

  /** Makes the next call exchange the token, whatever there is or failed before. */
  public static void forget() {
    IrsaCredentials.discardAll();
  }

  /** Sets this pod on a builder. */
  public void applyTo(IrsaCredentials.Builder builder) {
    builder
        .environment(
            Map.of(
                "AWS_ROLE_ARN", Samples.ROLE_ARN, "AWS_WEB_IDENTITY_TOKEN_FILE", TOKEN.toString()))
        .region("eu-west-1")
        .endpointOverride(endpoint)
        .webIdentityExchange(this);
  }

  /** Opens a handle in the SDK's types. */
  public <C> SdkHandle<C> open(SdkConverter<? extends C> sdk) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    applyTo(builder);
    return SdkHandle.open(sdk, () -> builder);
  }

  @Override
  public Response exchange(Request request, Duration bound) {
    try {
      return Response.of(result.get());
    } catch (ExecutionException failed) {
      throw (CredentialsException) failed.getCause();
    } catch (InterruptedException aborted) {
      throw new IllegalStateException(aborted);
    }
  }
}
