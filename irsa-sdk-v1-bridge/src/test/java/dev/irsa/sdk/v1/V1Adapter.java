package dev.irsa.sdk.v1;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SDKGlobalTime;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.Adapter;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.adapter.SdkCredentialsSource;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The adapter for SDK 1.x, as the contracts use it. */
final class V1Adapter implements Adapter<AWSCredentials> {

  /** The common methods of a provider and a chain. */
  private record DrivenV1(SourceCredentialsProvider<?> driven, Supplier<IrsaStatus> stating)
      implements Driven<AWSCredentials> {

    @Override
    public AWSCredentials credentials() {
      return driven.getCredentials();
    }

    @Override
    public List<Supplier<AWSCredentials>> ways() {
      return List.of(driven::getCredentials);
    }

    @Override
    public List<Supplier<AWSCredentials>> waysLasting(Duration atLeast) {
      return List.of(
          ((IrsaCredentialsProvider) driven)
                  .forRequest(CredentialsRequest.standard().withMinimumValidity(atLeast))
              ::getCredentials);
    }

    @Override
    public Driven<AWSCredentials> forRole(RoleRequest request) {
      return V1Adapter.driven(((IrsaCredentialsProvider) driven).forRole(request));
    }

    @Override
    public Driven<AWSCredentials> chainedRole(RoleRequest request) {
      return V1Adapter.driven(((IrsaCredentialsProvider) driven).chainedRole(request));
    }

    @Override
    public OutboundTokens outboundTokens(OutboundTokenRequest request) {
      return ((IrsaCredentialsProvider) driven).outboundTokens(request);
    }

    @Override
    public void refresh() {
      driven.refresh();
    }

    @Override
    public void invalidate(String accessKeyId) {
      driven.invalidate(accessKeyId);
    }

    @Override
    public IrsaStatus status() {
      return stating.get();
    }

    @Override
    public String callerArn(PodLab world) {
      // The SDK keeps the clock offset of another test's responses for the whole process.
      SDKGlobalTime.setGlobalTimeOffset(0);
      return AWSSecurityTokenServiceClientBuilder.standard()
          .withEndpointConfiguration(
              new EndpointConfiguration(
                  world.pod.plainStsEndpoint().toString(), world.lab.region()))
          .withCredentials(driven)
          .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
          .build()
          .getCallerIdentity(new GetCallerIdentityRequest())
          .getArn();
    }

    @Override
    public void close() {
      driven.close();
    }

    @Override
    public String toString() {
      return driven.toString();
    }
  }

  private static Driven<AWSCredentials> driven(IrsaCredentialsProvider provider) {
    return new DrivenV1(provider, provider::status);
  }

  static Driven<AWSCredentials> driven(IrsaCredentialsProviderChain chain) {
    return new DrivenV1(chain, chain::status);
  }

  @Override
  public SdkConverter<AWSSessionCredentials> types() {
    return new SdkV1Types();
  }

  @Override
  public Driven<AWSCredentials> chain(
      List<SdkCredentialsSource<AWSCredentials>> staticKeys,
      SdkHandle<AWSCredentials> pod,
      Supplier<SdkCredentialsSource<AWSCredentials>> sdkChain) {
    return driven(new IrsaCredentialsProviderChain(staticKeys, pod, sdkChain));
  }

  @Override
  public Driven<AWSCredentials> chain() {
    return driven(IrsaCredentialsProviderChain.getInstance());
  }

  private static DrivenBuilder<AWSCredentials> driven(IrsaCredentialsProvider.Builder builder) {
    return new DrivenBuilder<>(builder, () -> driven(builder.build()));
  }

  private static DrivenBuilder<AWSCredentials> driven(
      IrsaCredentialsProviderChain.Builder builder) {
    return new DrivenBuilder<>(builder, () -> driven(builder.build()));
  }

  @Override
  public DrivenBuilder<AWSCredentials> builder() {
    return driven(IrsaCredentialsProvider.builder());
  }

  @Override
  public DrivenBuilder<AWSCredentials> chainBuilder() {
    return driven(IrsaCredentialsProviderChain.builder());
  }

  @Override
  public DrivenBuilder<AWSCredentials> again(Driven<AWSCredentials> provider) {
    SourceCredentialsProvider<?> known = ((DrivenV1) provider).driven();
    return known instanceof IrsaCredentialsProviderChain chain
        ? driven(chain.toBuilder())
        : driven(((IrsaCredentialsProvider) known).toBuilder());
  }

  @Override
  public List<Consumer<String>> assignmentDoors() {
    return List.of(assignment -> new IrsaCredentialsProvider(assignment).close());
  }

  @Override
  public List<Consumer<Map<String, String>>> mapDoors() {
    return List.of(V1Adapter::ofConnector);
  }

  private static void ofConnector(Map<String, String> settings) {
    try (KafkaIrsaCredentialsProvider provider = new KafkaIrsaCredentialsProvider()) {
      provider.configure(settings);
    }
  }

  @Override
  public List<Runnable> doorsWithoutSettings() {
    return List.of(
        () -> new IrsaCredentialsProvider().close(),
        () -> IrsaCredentialsProvider.getInstance().close(),
        () -> new IrsaCredentialsProvider("").close(),
        () -> IrsaCredentialsProvider.builder().build().close(),
        () -> new IrsaCredentialsProviderChain().close(),
        () -> IrsaCredentialsProviderChain.getInstance().close());
  }

  @Override
  public AWSCredentials staticKeys(String accessKeyId) {
    return new BasicAWSCredentials(accessKeyId, "very-secret");
  }

  @Override
  public String accessKeyId(AWSCredentials credentials) {
    return credentials.getAWSAccessKeyId();
  }

  @Override
  public String secretAccessKey(AWSCredentials credentials) {
    return credentials.getAWSSecretKey();
  }

  @Override
  public RuntimeException sdkException(String message, Throwable cause) {
    return new SdkClientException(message, cause);
  }

  @Override
  public Class<? extends RuntimeException> sdkExceptionType() {
    return SdkClientException.class;
  }

  @Override
  public Class<? extends RuntimeException> exceptionType() {
    return IrsaCredentialsException.class;
  }

  @Override
  public boolean isRetryable(Throwable failure) {
    return ((SdkClientException) failure).isRetryable();
  }

  @Override
  public FailureKind failureKind(Throwable failure) {
    return ((IrsaCredentialsException) failure).failureKind();
  }

  @Override
  public String remedy(Throwable failure) {
    return ((IrsaCredentialsException) failure).remedy();
  }

  @Override
  public void requireSupported(String version) {
    SdkV1Types.oldest().require(version, new SdkV1Types());
  }

  @Override
  public void beOnANode(SystemProperties properties, InstanceMetadata node, Path folder)
      throws IOException {
    properties.set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint());
    Files.createDirectory(folder.resolve(".aws"));
    properties.set("user.home", folder.toString());
  }

  @Override
  public Path file(Path folder, String name) {
    return folder.resolve(".aws").resolve(name);
  }

  @Override
  public void setStaticKeys(SystemProperties properties, String accessKeyId) {
    properties.set("aws.accessKeyId", accessKeyId);
    properties.set("aws.secretKey", "secret");
  }
}
