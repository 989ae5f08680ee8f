package dev.irsa.agent.engine;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.ReopeningHandle;
import dev.irsa.internal.adapter.SdkTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this process, for all copies of the SDKs in all class loaders. What crosses the
 * border to them has types of the JDK only. Thread-safe. A session is never closed: a process has
 * few of them, and whoever made a provider may have forgotten it.
 *
 * <p>A request is a map with {@code roleArn}, {@code roleSessionName}, {@code
 * webIdentityTokenFile}, {@code sessionSeconds} and {@code region}, of which each is optional and
 * taken from the environment if it is missing. The result is an array of access key, secret key,
 * session token, expiration, account id or null, and the name of the {@link IdentitySource} or
 * null. It is the same array until the next refresh.
 */
final class Sessions implements Function<Map<String, String>, Supplier<Object[]>> {

  private final Map<Map<String, String>, ReopeningHandle<Object[]>> handles =
      new ConcurrentHashMap<>();

  /** Opens its handle at the first call, so that providers can be made of invalid settings. */
  private final class Session implements Supplier<Object[]> {
    private final Map<String, String> request;
    private volatile @Nullable ReopeningHandle<Object[]> handle;

    Session(Map<String, String> request) {
      this.request = request;
    }

    @Override
    public Object[] get() {
      ReopeningHandle<Object[]> open = handle;
      if (open == null) {
        open =
            handles.computeIfAbsent(
                request, key -> new ReopeningHandle<>(() -> settings(key).get(), Types.INSTANCE));
        handle = open;
      }
      return open.credentials();
    }
  }

  @Override
  public Supplier<Object[]> apply(Map<String, String> request) {
    return new Session(Map.copyOf(request));
  }

  private static HandleSettings settings(Map<String, String> request) {
    HandleSettings[] settings = {HandleSettings.none()};
    given(
        request, "roleArn", "AWS_ROLE_ARN", value -> settings[0] = settings[0].withRoleArn(value));
    given(
        request,
        "webIdentityTokenFile",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        value -> settings[0] = settings[0].withTokenFile(Path.of(value)));
    given(
        request,
        "roleSessionName",
        "AWS_ROLE_SESSION_NAME",
        value -> settings[0] = settings[0].withRoleSessionName(value));
    given(
        request,
        "sessionSeconds",
        "IRSA_SESSION_DURATION_SECONDS",
        value ->
            settings[0] =
                settings[0].withSessionDuration(Duration.ofSeconds(Long.parseLong(value))));
    given(request, "region", "AWS_REGION", value -> settings[0] = settings[0].withRegion(value));
    return settings[0];
  }

  /** Uses a value, unless the core finds the same in the environment and can say so. */
  private static void given(
      Map<String, String> request, String name, String variable, Consumer<String> use) {
    String value = request.get(name);
    if (value != null && !value.equals(System.getenv(variable))) {
      use.accept(value);
    }
  }

  /** Credentials as types of the JDK. Failures stay what they are: SDKs get their message. */
  private enum Types implements SdkTypes<Object[]> {
    INSTANCE;

    @Override
    public Object[] credentials(SessionCredentials session, @Nullable IdentitySource source) {
      return new @Nullable Object[] {
        session.accessKeyId(),
        session.secretAccessKey(),
        session.sessionToken(),
        session.expiration(),
        session.accountId(),
        source == null ? null : source.name()
      };
    }

    @Override
    public RuntimeException exception(CredentialsException failure) {
      return failure;
    }

    @Override
    public RuntimeException exceptionOfAll(
        String message, @Nullable Throwable cause, List<? extends Throwable> failures) {
      throw new IllegalStateException("the agent has no chain of providers");
    }
  }
}
