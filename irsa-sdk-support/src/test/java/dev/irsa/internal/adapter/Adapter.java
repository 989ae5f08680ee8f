package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
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
import java.util.function.Supplier;

/**
 * An SDK adapter, as the contracts use it.
 *
 * @param <C> the SDK's type of credentials
 */
public interface Adapter<C> {

  /** A provider or a chain of the adapter. */
  interface Driven<C> extends AutoCloseable {

    /** Returns credentials with the SDK's main method. */
    C credentials();

    /** Returns all methods of the SDK that return credentials; each throws its failure. */
    List<Supplier<C>> ways();

    /** Returns the methods of a view whose credentials last for the given time. */
    List<Supplier<C>> waysLasting(Duration atLeast);

    /** Returns a provider of another session. */
    Driven<C> forRole(RoleRequest request);

    /** Returns a provider of a role that is assumed with the credentials of this one. */
    Driven<C> chainedRole(RoleRequest request);

    /** Returns tokens for others, for which this signs. */
    OutboundTokens outboundTokens(OutboundTokenRequest request);

    void refresh();

    void invalidate(String accessKeyId);

    IrsaStatus status();

    /** Returns the identity that a client of the SDK gets from the lab's STS. */
    String callerArn(PodLab world);

    @Override
    void close();
  }

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

  /** Returns builders that were created from existing providers. */
  DrivenBuilder<C> again(Driven<C> provider);

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
