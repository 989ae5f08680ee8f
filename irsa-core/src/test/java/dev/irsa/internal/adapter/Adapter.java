package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One of the SDK adapters, as the contracts drive it.
 *
 * @param <C> the SDK's type of credentials
 */
public interface Adapter<C> {

  /** A provider or a chain of the adapter. */
  interface Driven<C> extends AutoCloseable {

    /** Returns credentials by the SDK's main method. */
    C credentials();

    /** Returns every method of the SDK that returns credentials; each throws what it fails with. */
    List<Supplier<C>> ways();

    void refresh();

    void invalidate(String accessKeyId);

    IrsaStatus status();

    /** Returns who this is to a client of the SDK that calls the lab's STS. */
    String callerArn(PodLab world);

    @Override
    void close();
  }

  /** What a builder of a provider or a chain can be told. */
  interface DrivenBuilder<C> {
    DrivenBuilder<C> roleArn(String arn);

    DrivenBuilder<C> region(String region);

    DrivenBuilder<C> listener(IrsaListener listener);

    DrivenBuilder<C> eager();

    DrivenBuilder<C> configure(Consumer<IrsaCredentials.Builder> settings);

    Driven<C> build();
  }

  Driven<C> over(Supplier<? extends CredentialsHandle> handles);

  Driven<C> chain(
      List<CredentialsSource<C>> staticKeys,
      Supplier<? extends CredentialsHandle> pod,
      Supplier<List<CredentialsSource<C>>> others);

  /** Returns the chain that everybody gets. */
  Driven<C> chain();

  DrivenBuilder<C> builder();

  DrivenBuilder<C> chainBuilder();

  /** Returns builders that know what these were told. */
  DrivenBuilder<C> again(Driven<C> provider);

  /** Makes a provider through each of the doors that take assignments, and closes it. */
  List<Consumer<String>> assignmentDoors();

  /** Makes a provider through each of the doors that take a map, and closes it. */
  List<Consumer<Map<String, String>>> mapDoors();

  /** Makes and closes a provider without settings through each door. */
  List<Runnable> doorsWithoutSettings();

  C staticKeys(String accessKeyId);

  String accessKeyId(C credentials);

  String secretAccessKey(C credentials);

  String sessionToken(C credentials);

  /** Returns an exception of the SDK, as its own providers throw it. */
  RuntimeException sdkException(String message, Throwable cause);

  Class<? extends RuntimeException> sdkExceptionType();

  Class<? extends RuntimeException> exceptionType();

  boolean isRetryable(Throwable failure);

  FailureKind failureKind(Throwable failure);

  String remedy(Throwable failure);

  /** Compares the version of an SDK with the oldest that is supported. */
  void requireSupported(String version);

  /** Lets the process find the node's metadata, and no configuration of whoever runs the tests. */
  void beOnANode(SystemProperties properties, NodeMetadata node);

  /** Sets static keys as the SDK finds them in system properties. */
  void setStaticKeys(SystemProperties properties, String accessKeyId);
}
