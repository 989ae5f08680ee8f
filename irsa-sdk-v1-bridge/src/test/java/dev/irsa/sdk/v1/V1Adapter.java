package dev.irsa.sdk.v1;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SDKGlobalTime;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.Adapter;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.adapter.SdkCredentialsSource;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The adapter for SDK 1.x, as the contracts use it. */
final class V1Adapter implements Adapter<AWSCredentials> {

  private static Driven<AWSCredentials> driven(IrsaCredentialsProvider provider) {
    return new Driven<>(
        provider,
        List.of(provider::getCredentials),
        provider::refresh,
        provider::invalidate,
        provider::status,
        world -> callerArn(provider, world),
        () -> driven(provider.toBuilder()),
        provider::close,
        new Views<>(
            request -> List.of(provider.forRequest(request)::getCredentials),
            role -> driven(provider.forRole(role)),
            role -> driven(provider.chainedRole(role)),
            provider::outboundTokens));
  }

  static Driven<AWSCredentials> driven(IrsaCredentialsProviderChain chain) {
    return new Driven<>(
        chain,
        List.of(chain::getCredentials),
        chain::refresh,
        chain::invalidate,
        chain::status,
        world -> callerArn(chain, world),
        () -> driven(chain.toBuilder()),
        chain::close,
        null);
  }

  private static String callerArn(AWSCredentialsProvider provider, PodLab world) {
    return sts(provider, world, world.pod.plainStsEndpoint())
        .getCallerIdentity(new GetCallerIdentityRequest())
        .getArn();
  }

  /** Returns a client of STS. */
  static AWSSecurityTokenService sts(AWSCredentialsProvider provider, PodLab world, URI endpoint) {
    // The SDK keeps the clock offset of another test's responses for the whole process.
    SDKGlobalTime.setGlobalTimeOffset(0);
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(
            new EndpointConfiguration(endpoint.toString(), world.lab.region()))
        .withCredentials(provider)
        .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
        .build();
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
