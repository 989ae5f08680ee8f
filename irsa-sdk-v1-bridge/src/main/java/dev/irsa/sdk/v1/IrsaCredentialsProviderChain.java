package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.SystemPropertiesCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProviderChain;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's default order with the pod's role in the web identity place: environment, system
 * properties, <b>IRSA</b>, profile, container or instance profile.
 *
 * <p>In a pod configured for IRSA, even by half, the chain ends there: with credentials of the role
 * or an {@link IrsaCredentialsException}, never with the identity of the node. A profile with a web
 * identity is IRSA as well, and served; where it names no region that of the process counts. One
 * that leads to a web identity by {@code source_profile} is an error here: use {@code irsa-sdk-v2}.
 * What else a profile or the container's variables are configured for ends the chain, too, and so
 * does a shared configuration that cannot be read or lacks the profile of {@code AWS_PROFILE}.
 *
 * <p>One class for pods and everywhere else. Settings of the {@link #builder} apply to the session
 * of the pod, or of the profile; the SDK's providers are used as the SDK creates them.
 *
 * <p>Static keys before IRSA win, with one warning. A failure is not remembered: the next call asks
 * anew. When all fail, each provider's own exception is a suppressed one of what is thrown.
 *
 * <p>Thread-safe. {@link #close} gives back what was taken; a later call takes it again.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProviderChain implements AWSCredentialsProvider, Closeable {

  private static final AtomicReference<@Nullable IrsaCredentialsProviderChain> SHARED =
      new AtomicReference<>();

  private final ProviderChain<AWSCredentials> chain;

  /** What it was told, for {@link #toBuilder}. */
  private final HandleSettings settings;

  /** Creates a chain. Called by frameworks, by class name. */
  public IrsaCredentialsProviderChain() {
    this(HandleSettings.none());
  }

  private IrsaCredentialsProviderChain(HandleSettings settings) {
    this(
        SdkProvider.all(
            new EnvironmentVariableCredentialsProvider(),
            new SystemPropertiesCredentialsProvider()),
        IrsaCredentialsProvider.session(settings),
        () -> ConfiguredSources.of(new SharedConfiguration(settings), settings, SdkV1Types.TYPES),
        settings);
  }

  IrsaCredentialsProviderChain(
      List<CredentialsSource<AWSCredentials>> staticKeys,
      IrsaSource<? extends AWSCredentials> irsa,
      Supplier<List<CredentialsSource<AWSCredentials>>> others,
      HandleSettings settings) {
    this.chain =
        new ProviderChain<>(
            staticKeys, IrsaSource.widen(irsa), others, settings::areOfAnIrsaPod, SdkV1Types.TYPES);
    this.settings = settings;
  }

  /**
   * Returns the shared chain, the same one for all callers, as the SDK's own chain does. Closing it
   * harms no other user: a later call opens again what it needs. Called by frameworks, by class
   * name.
   */
  public static IrsaCredentialsProviderChain getInstance() {
    IrsaCredentialsProviderChain known = SHARED.get();
    if (known != null) {
      return known;
    }
    IrsaCredentialsProviderChain made = new IrsaCredentialsProviderChain();
    IrsaCredentialsProviderChain earlier = SHARED.compareAndExchange(null, made);
    if (earlier == null) {
      return made;
    }
    made.close();
    return earlier;
  }

  /** Returns a builder whose unset values come from the environment. */
  public static Builder builder() {
    return new Builder(HandleSettings.none());
  }

  /** Returns a builder with the settings of this chain, which does not change. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * Returns the credentials of the first provider that has some.
   *
   * @throws IrsaCredentialsException if the pod is configured for IRSA and that failed, or if every
   *     provider failed
   */
  @Override
  public AWSCredentials getCredentials() {
    return chain.credentials();
  }

  /**
   * Refreshes the provider that answered last. If none has answered, asks the chain.
   *
   * @throws IrsaCredentialsException if it failed and there are no valid ones
   */
  @Override
  public void refresh() {
    boolean unused = chain.refresh();
  }

  /**
   * Reports that a service refused the credentials with this key. Does nothing when they did not
   * come from the web identity that answered last.
   */
  public void invalidate(String accessKeyId) {
    chain.invalidate(accessKeyId);
  }

  /**
   * Returns what is known of the pod's session, or of the profile's if that answered last. Never
   * blocks. Where neither is configured, as on a laptop with keys, the state is {@link
   * IrsaStatus.State#MISCONFIGURED}, even when another provider answers.
   */
  public IrsaStatus status() {
    return chain.status();
  }

  @Override
  public void close() {
    chain.close();
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProviderChain";
  }

  /**
   * Collects settings of the pod's session. What is not set comes from the environment; what is set
   * last counts. Not thread-safe.
   */
  public static final class Builder {

    private HandleSettings settings;

    private Builder(HandleSettings settings) {
      this.settings = settings;
    }

    /** Sets the role, an ARN. A process with a role counts as configured for IRSA. */
    public Builder roleArn(String roleArn) {
      return with(settings.withRoleArn(roleArn));
    }

    /** Sets the file that kubelet keeps the token in. Has the same effect as {@link #roleArn}. */
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

    /** Registers a listener for the credentials of the pod or the profile. */
    public Builder listener(IrsaListener listener) {
      return with(settings.withListener(listener));
    }

    /** Fetches the pod's first credentials in the background as soon as the chain is built. */
    public Builder eager() {
      return with(settings.eager());
    }

    /**
     * Sets anything else that {@link IrsaCredentials.Builder} knows: refresh policy, trust, proxy,
     * executor, deadline.
     *
     * @param setting called for each session that the chain opens, so more than once
     */
    public Builder configure(Consumer<IrsaCredentials.Builder> setting) {
      return with(settings.with(setting));
    }

    private Builder with(HandleSettings more) {
      settings = more;
      return this;
    }

    /**
     * Builds the chain.
     *
     * @throws IrsaCredentialsException if a value that was set here is wrong, or if the SDK on the
     *     class path is older than 1.11.563
     */
    public IrsaCredentialsProviderChain build() {
      return new IrsaCredentialsProviderChain(settings);
    }
  }
}
