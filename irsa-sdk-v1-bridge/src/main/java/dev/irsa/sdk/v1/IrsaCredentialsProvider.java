package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSSessionCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProviderSettings;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the pod's IAM role for clients of AWS SDK for Java 1.x.
 *
 * <p>Thread-safe. While valid credentials exist no call of {@link #getCredentials} waits for STS;
 * they are refreshed ahead, in the background. All providers of one identity share one session,
 * also with those for SDK 2.x. Errors are {@link IrsaCredentialsException}s.
 *
 * <p>The constructors and factories do no I/O and check only the values that they are given. What
 * is missing from the environment is reported by the first request for credentials.
 *
 * <p>{@link #close} gives back this provider's hold on the session, and a later call takes a new
 * one. Clients of SDK 1.x never close a provider; frameworks do.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProvider implements AWSSessionCredentialsProvider, Closeable {

  private static final AtomicReference<@Nullable IrsaCredentialsProvider> SHARED =
      new AtomicReference<>();

  private final IrsaSource<AWSSessionCredentials> session;

  /** What it was told, for {@link #toBuilder}. */
  private final HandleSettings settings;

  /** Creates a provider configured by the environment. Called by frameworks, by class name. */
  public IrsaCredentialsProvider() {
    this(builder());
  }

  /**
   * Creates a provider with settings, {@code key=value} separated by semicolons: {@code role-arn},
   * {@code web-identity-token-file}, {@code role-session-name}, {@code region}, {@code
   * duration-seconds}. A setting that is missing or blank comes from the environment.
   *
   * @throws IrsaCredentialsException if there is an unknown key; the message lists the known ones
   */
  public IrsaCredentialsProvider(String settings) {
    this(builder(() -> ProviderSettings.ofAssignments(settings.split(";", -1))));
  }

  private IrsaCredentialsProvider(Builder builder) {
    this(session(builder.settings), builder.settings);
  }

  private IrsaCredentialsProvider(
      IrsaSource<AWSSessionCredentials> session, HandleSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  IrsaCredentialsProvider(IrsaSource<AWSSessionCredentials> session) {
    this(session, HandleSettings.none());
  }

  /** Takes the first handle. */
  static IrsaSource<AWSSessionCredentials> session(HandleSettings settings) {
    SdkV1Types.requireSupported();
    return new ReopeningHandle<>(settings, SdkV1Types.TYPES);
  }

  /**
   * Returns the shared provider configured by the environment, the same one for all callers, as the
   * SDK's own providers do. Closing it harms no other user: a later call opens the session again.
   * Called by frameworks, by class name.
   */
  public static IrsaCredentialsProvider getInstance() {
    IrsaCredentialsProvider known = SHARED.get();
    if (known != null) {
      return known;
    }
    IrsaCredentialsProvider made = new IrsaCredentialsProvider();
    IrsaCredentialsProvider earlier = SHARED.compareAndExchange(null, made);
    if (earlier == null) {
      return made;
    }
    made.close();
    return earlier;
  }

  /** Returns a builder with settings that a framework gave; what is wrong with them is thrown. */
  static Builder builder(Supplier<ProviderSettings> settings) {
    return new Builder(HandleSettings.of(settings, SdkV1Types.TYPES));
  }

  /** Returns a builder whose unset values come from the environment. */
  public static Builder builder() {
    return new Builder(HandleSettings.none());
  }

  /** Returns a builder with the settings of this provider, which does not change. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * Returns session credentials: at once while valid ones exist, the same immutable object until
   * the next refresh.
   *
   * @throws IrsaCredentialsException if there are none
   */
  @Override
  public AWSSessionCredentials getCredentials() {
    return session.credentials();
  }

  /**
   * Refreshes now, and waits for it, as the SDK's contract asks. When that fails the old
   * credentials stay while they are valid.
   *
   * @throws IrsaCredentialsException if it failed and there are no valid ones
   */
  @Override
  public void refresh() {
    session.refresh();
  }

  /**
   * Reports that a service refused the credentials with this key, so that the next call gets new
   * ones. Does nothing when they are no longer current.
   */
  public void invalidate(String accessKeyId) {
    session.invalidate(accessKeyId);
  }

  /**
   * Returns what is known at this moment, including the expiration. Never blocks, and begins
   * nothing.
   */
  public IrsaStatus status() {
    return session.status();
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProvider";
  }

  /**
   * Collects settings. What is not set comes from the environment; what is set last counts. Not
   * thread-safe.
   */
  public static final class Builder {

    private HandleSettings settings;

    private Builder(HandleSettings settings) {
      this.settings = settings;
    }

    /** Sets the role, an ARN. */
    public Builder roleArn(String roleArn) {
      return with(settings.withRoleArn(roleArn));
    }

    /** Sets the file that kubelet keeps the token in. */
    public Builder webIdentityTokenFile(Path file) {
      return with(settings.withTokenFile(file));
    }

    /** Sets the session name, 2 to 64 characters; by default it names the pod. */
    public Builder roleSessionName(String name) {
      return with(settings.withRoleSessionName(name));
    }

    /** Sets the region whose STS is called. */
    public Builder region(String region) {
      return with(settings.withRegion(region));
    }

    /** Sets how long a session lasts, 15 min to 12 h; by default STS decides (1 h). */
    public Builder sessionDuration(Duration duration) {
      return with(settings.withSessionDuration(duration));
    }

    /** Registers a listener for the credentials. */
    public Builder listener(IrsaListener listener) {
      return with(settings.withListener(listener));
    }

    /** Fetches the first credentials in the background as soon as the provider is built. */
    public Builder eager() {
      return with(settings.eager());
    }

    /**
     * Sets anything else that {@link IrsaCredentials.Builder} knows: refresh policy, trust, proxy,
     * executor, deadline.
     *
     * @param setting called for each session that the provider opens, so more than once
     */
    public Builder configure(Consumer<IrsaCredentials.Builder> setting) {
      return with(settings.with(setting));
    }

    private Builder with(HandleSettings more) {
      settings = more;
      return this;
    }

    /**
     * Builds the provider.
     *
     * @throws IrsaCredentialsException if a value that was set here is wrong, or if the SDK on the
     *     class path is older than 1.11.563
     */
    public IrsaCredentialsProvider build() {
      return new IrsaCredentialsProvider(this);
    }
  }
}
