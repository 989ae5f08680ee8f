package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.SystemPropertiesCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.internal.adapter.ProviderChain;
import dev.irsa.internal.adapter.SdkCredentialsSource;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.adapter.SdkProvider;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.sdk.ProviderBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A chain for code that runs in pods and elsewhere, in three steps: static keys in system
 * properties and variables; <b>the role of the pod</b>; outside of a pod, the SDK's own default
 * chain.
 *
 * <p>If the process is configured for IRSA or EKS Pod Identity, even partly, the chain ends there:
 * it returns credentials of the role or throws an {@link IrsaCredentialsException}, and never uses
 * another identity. {@code AWS_PROFILE} beside container credentials is an error, because the SDK
 * would use the profile; a web identity comes before profiles, as in the SDK.
 *
 * <p>Settings of the {@link #builder} apply to the session of the pod. The SDK's own chain is
 * created when it is needed, as the SDK creates it, and closed with this one.
 *
 * <p>Static keys take precedence over the pod's role, with one warning. Failures are not cached:
 * the next call tries again. If no step has credentials, the thrown exception contains the failures
 * of all steps as suppressed exceptions.
 *
 * <p>Thread-safe. {@link #close} releases all sources; a later call acquires them again.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProviderChain extends SourceCredentialsProvider<AWSCredentials> {

  /** Initialized where there is room on the stack. */
  private static final class Shared {
    static final AtomicReference<@Nullable IrsaCredentialsProviderChain> CHAIN =
        new AtomicReference<>();
  }

  private final ProviderChain<AWSCredentials> chain;

  /** Creates a chain. Called by frameworks, by class name. */
  public IrsaCredentialsProviderChain() {
    this(SdkV1Types.at(StackSpace.CHAIN), IrsaCredentials::builder);
  }

  private IrsaCredentialsProviderChain(SdkV1Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    this(
        List.of(
            source(new EnvironmentVariableCredentialsProvider()),
            source(new SystemPropertiesCredentialsProvider())),
        SdkHandle.open(sdk, settings),
        () -> source(new DefaultAWSCredentialsProviderChain()));
  }

  IrsaCredentialsProviderChain(
      List<SdkCredentialsSource<AWSCredentials>> staticKeys,
      SdkHandle<AWSCredentials> pod,
      Supplier<SdkCredentialsSource<AWSCredentials>> sdkChain) {
    this.chain = new ProviderChain<>(staticKeys, pod, sdkChain);
  }

  /** Returns the source of a provider of the SDK, which does not have to be closed. */
  static SdkCredentialsSource<AWSCredentials> source(AWSCredentialsProvider provider) {
    return new SdkProvider<>(
        provider.getClass().getSimpleName(),
        provider::getCredentials,
        () -> {
          provider.refresh();
          return true;
        },
        () -> {});
  }

  /**
   * Returns the shared chain. Like the SDK's own chain, it is the same one for all callers. Closing
   * it does not affect others: a later call opens the sources again. Called by frameworks, by class
   * name.
   */
  public static IrsaCredentialsProviderChain getInstance() {
    var unused = SdkV1Types.at(StackSpace.CHAIN);
    return Shared.CHAIN.updateAndGet(
        known -> known == null ? new IrsaCredentialsProviderChain() : known);
  }

  /** Returns a builder. Values that are not set are read from the environment. */
  public static Builder builder() {
    return new Builder(IrsaCredentials.builder());
  }

  /** Returns a builder with the settings of this chain. */
  public Builder toBuilder() {
    return new Builder(chain.toBuilder());
  }

  /**
   * Returns the status of the pod's session. Never blocks. If none is configured, as on a laptop,
   * the state is {@link IrsaStatus.State#MISCONFIGURED}, even if the SDK's chain returns
   * credentials.
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

    private final IrsaCredentials.Builder core;

    private Builder(IrsaCredentials.Builder core) {
      this.core = core;
    }

    @Override
    public Builder configure(Consumer<IrsaCredentials.Builder> setting) {
      setting.accept(core);
      return this;
    }

    /**
     * Builds the chain.
     *
     * @throws IrsaCredentialsException if a value set on this builder is invalid, or if the SDK on
     *     the class path is older than 1.11.563
     */
    public IrsaCredentialsProviderChain build() {
      return new IrsaCredentialsProviderChain(SdkV1Types.at(StackSpace.CHAIN), () -> core);
    }
  }
}
