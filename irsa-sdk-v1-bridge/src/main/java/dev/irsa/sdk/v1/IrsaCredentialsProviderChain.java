package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.SystemPropertiesCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.ProviderBuilder;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProviderChain;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chain in the SDK's default order, with the pod's role in the place of the web identity:
 * environment, system properties, <b>IRSA</b>, profile, container or instance profile.
 *
 * <p>If the pod is configured for IRSA, even partly, the chain ends there: it returns credentials
 * of the role or throws an {@link IrsaCredentialsException}, and never uses the identity of the
 * node. A profile that leads to a web identity, directly or through {@code source_profile}, counts
 * as IRSA as well and is served; if it has no region, that of the process is used. The chain also
 * ends with other credentials that a profile or the container's variables configure, and with an
 * error if the shared configuration cannot be read or lacks the profile of {@code AWS_PROFILE}.
 *
 * <p>The same class works in pods and elsewhere. Settings of the {@link #builder} apply to the
 * session of the pod or of the profile; the SDK's providers are used as the SDK creates them.
 *
 * <p>Static keys take precedence over IRSA, with one warning. Failures are not cached: the next
 * call tries again. If all providers fail, their exceptions are suppressed exceptions of the one
 * that is thrown.
 *
 * <p>Thread-safe. {@link #close} releases all sources; a later call acquires them again.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProviderChain extends SourceCredentialsProvider<AWSCredentials> {

  private static final AtomicReference<@Nullable IrsaCredentialsProviderChain> SHARED =
      new AtomicReference<>();

  private final ProviderChain<AWSCredentials> chain;

  /** The settings, for {@link #toBuilder}. */
  private final HandleSettings settings;

  /** Creates a chain. Called by frameworks, by class name. */
  public IrsaCredentialsProviderChain() {
    this(HandleSettings.none());
  }

  private IrsaCredentialsProviderChain(HandleSettings settings) {
    this(
        SharedConfiguration.all(
            new EnvironmentVariableCredentialsProvider(),
            new SystemPropertiesCredentialsProvider()),
        IrsaCredentialsProvider.session(settings),
        session ->
            ConfiguredSources.of(new SharedConfiguration(), session, settings, SdkV1Types.TYPES),
        settings);
  }

  IrsaCredentialsProviderChain(
      List<CredentialsSource<AWSCredentials>> staticKeys,
      IrsaSource<? extends AWSCredentials> irsa,
      Function<IrsaSource<AWSCredentials>, List<CredentialsSource<AWSCredentials>>> others,
      HandleSettings settings) {
    this.chain = new ProviderChain<>(staticKeys, irsa, others, settings, SdkV1Types.TYPES);
    this.settings = settings;
  }

  /**
   * Returns the shared chain. Like the SDK's own chain, it is the same one for all callers. Closing
   * it does not affect others: a later call opens the sources again. Called by frameworks, by class
   * name.
   */
  public static IrsaCredentialsProviderChain getInstance() {
    return SHARED.updateAndGet(known -> known == null ? new IrsaCredentialsProviderChain() : known);
  }

  /** Returns a builder. Values that are not set are read from the environment. */
  public static Builder builder() {
    return new Builder(HandleSettings.none());
  }

  /** Returns a builder with the settings of this chain. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * Returns the status of the pod's session, or of the profile's if that last returned credentials.
   * Never blocks. If neither is configured, as on a laptop with keys, the state is {@link
   * IrsaStatus.State#MISCONFIGURED}, even if another provider returns credentials.
   */
  public IrsaStatus status() {
    return chain.status();
  }

  @Override
  ProviderChain<AWSCredentials> source() {
    return chain;
  }

  /**
   * Builds a chain. The settings apply to the pod's session. Values that are not set are read from
   * the environment; the last value of a setting wins. A process with a role or a token file counts
   * as configured for IRSA. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder implements ProviderBuilder<Builder> {

    private HandleSettings settings;

    private Builder(HandleSettings settings) {
      this.settings = settings;
    }

    @Override
    public Builder configure(Consumer<IrsaCredentials.Builder> setting) {
      settings = settings.with(setting);
      return this;
    }

    /**
     * Builds the chain.
     *
     * @throws IrsaCredentialsException if a value set on this builder is invalid, or if the SDK on
     *     the class path is older than 1.11.563
     */
    public IrsaCredentialsProviderChain build() {
      return new IrsaCredentialsProviderChain(settings);
    }
  }
}
