package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.SystemProperties;
import dev.irsa.sdk.ProviderBuilder;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An SDK adapter, as the contracts use it.
 *
 * @param <C> the SDK's type of credentials
 */
public interface Adapter<C> {

  /**
   * A provider or a chain of the adapter, by its public methods.
   *
   * @param ways all methods of the SDK that return credentials, the main one first; each throws its
   *     failure
   * @param caller returns the identity that a client of the SDK gets from the lab's STS
   * @param copying returns a builder that is created from it
   * @param views what a chain does not have
   */
  record Driven<C>(
      Object driven,
      List<Supplier<C>> ways,
      Runnable refreshing,
      Consumer<String> invalidating,
      Supplier<IrsaStatus> stating,
      Function<PodLab, String> caller,
      Supplier<DrivenBuilder<C>> copying,
      Runnable closing,
      Views<C> views)
      implements AutoCloseable {

    public C credentials() {
      return ways.get(0).get();
    }

    public void refresh() {
      refreshing.run();
    }

    public void invalidate(String accessKeyId) {
      invalidating.accept(accessKeyId);
    }

    public IrsaStatus status() {
      return stating.get();
    }

    public String callerArn(PodLab world) {
      return caller.apply(world);
    }

    public DrivenBuilder<C> again() {
      return copying.get();
    }

    /** Returns the methods of a view whose credentials last for the given time. */
    public List<Supplier<C>> waysLasting(Duration atLeast) {
      return views.lasting.apply(CredentialsRequest.standard().withMinimumValidity(atLeast));
    }

    public Driven<C> forRole(RoleRequest request) {
      return views.roles.apply(request);
    }

    public Driven<C> chainedRole(RoleRequest request) {
      return views.chained.apply(request);
    }

    public OutboundTokens outboundTokens(OutboundTokenRequest request) {
      return views.tokens.apply(request);
    }

    @Override
    public void close() {
      closing.run();
    }

    @Override
    public String toString() {
      return driven.toString();
    }
  }

  /** The views of a provider. */
  record Views<C>(
      Function<CredentialsRequest, List<Supplier<C>>> lasting,
      Function<RoleRequest, Driven<C>> roles,
      Function<RoleRequest, Driven<C>> chained,
      Function<OutboundTokenRequest, OutboundTokens> tokens) {}

  /** A builder of a provider or a chain. */
  record DrivenBuilder<C>(ProviderBuilder<?> settings, Supplier<Driven<C>> building) {

    public DrivenBuilder<C> configure(Consumer<IrsaCredentials.Builder> setting) {
      settings.configure(setting);
      return this;
    }

    public Driven<C> build() {
      return building.get();
    }
  }

  SdkConverter<? extends C> types();

  Driven<C> chain(
      List<SdkCredentialsSource<C>> staticKeys,
      SdkHandle<C> pod,
      Supplier<SdkCredentialsSource<C>> sdkChain);

  /** Returns the default chain. */
  Driven<C> chain();

  DrivenBuilder<C> builder();

  DrivenBuilder<C> chainBuilder();

  /** Creates and closes a provider with each factory method that accepts assignments. */
  List<Consumer<String>> assignmentDoors();

  /** Creates and closes a provider with each factory method that accepts a map. */
  List<Consumer<Map<String, String>>> mapDoors();

  /** Creates and closes a provider without settings with each factory method. */
  List<Runnable> doorsWithoutSettings();

  C staticKeys(String accessKeyId);

  String accessKeyId(C credentials);

  String secretAccessKey(C credentials);

  /** Returns an exception of the SDK as its own providers throw it. */
  RuntimeException sdkException(String message, Throwable cause);

  Class<? extends RuntimeException> sdkExceptionType();

  Class<? extends RuntimeException> exceptionType();

  boolean isRetryable(Throwable failure);

  FailureKind failureKind(Throwable failure);

  String remedy(Throwable failure);

  /** Checks a version of the SDK against the minimum version. */
  void requireSupported(String version);

  /**
   * Makes the process find the node's metadata, and the SDK read its shared configuration in this
   * folder, not in that of the user who runs the tests.
   */
  void beOnANode(SystemProperties properties, InstanceMetadata node, Path folder)
      throws IOException;

  /** Returns where in this folder the SDK reads {@code config} or {@code credentials}. */
  Path file(Path folder, String name);

  /** Sets static keys in the SDK's system properties. */
  void setStaticKeys(SystemProperties properties, String accessKeyId);
}
