package dev.irsa.sdk.v2;

import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.Adapter;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.adapter.SdkCredentialsSource;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** The adapter for SDK 2.x, as the contracts use it. */
final class V2Adapter implements Adapter<AwsCredentials> {

  private static Driven<AwsCredentials> driven(IrsaCredentialsProvider provider) {
    return new Driven<>(
        provider,
        ways(provider),
        provider::refresh,
        provider::invalidate,
        provider::status,
        world -> StsClients.callerArn(world, provider),
        () -> driven(provider.toBuilder()),
        provider::close,
        new Views<>(
            request -> ways(provider.forRequest(request)),
            role -> driven(provider.forRole(role)),
            role -> driven(provider.chainedRole(role)),
            provider::outboundTokens));
  }

  static Driven<AwsCredentials> driven(IrsaCredentialsProviderChain chain) {
    return new Driven<>(
        chain,
        ways(chain),
        chain::refresh,
        chain::invalidate,
        chain::status,
        world -> StsClients.callerArn(world, chain),
        () -> driven(chain.toBuilder()),
        chain::close,
        null);
  }

  private static List<Supplier<AwsCredentials>> ways(AwsCredentialsProvider provider) {
    return List.of(
        provider::resolveCredentials,
        () -> outcome(provider.resolveIdentity(ResolveIdentityRequest.builder().build())));
  }

  /** Failures are reported only through the future, without a wrapper. */
  private static AwsCredentials outcome(CompletableFuture<? extends AwsCredentialsIdentity> asked) {
    RuntimeException failure = (RuntimeException) asked.handle((identity, thrown) -> thrown).join();
    if (failure != null) {
      throw failure;
    }
    return (AwsCredentials) asked.join();
  }

  @Override
  public SdkConverter<AwsSessionCredentials> types() {
    return new SdkV2Types();
  }

  @Override
  public Driven<AwsCredentials> chain(
      List<SdkCredentialsSource<AwsCredentials>> staticKeys,
      SdkHandle<AwsCredentials> pod,
      Supplier<SdkCredentialsSource<AwsCredentials>> sdkChain) {
    return driven(new IrsaCredentialsProviderChain(staticKeys, pod, sdkChain));
  }

  @Override
  public Driven<AwsCredentials> chain() {
    return driven(IrsaCredentialsProviderChain.create());
  }

  private static DrivenBuilder<AwsCredentials> driven(IrsaCredentialsProvider.Builder builder) {
    return new DrivenBuilder<>(builder, () -> driven(builder.build()));
  }

  private static DrivenBuilder<AwsCredentials> driven(
      IrsaCredentialsProviderChain.Builder builder) {
    return new DrivenBuilder<>(builder, () -> driven(builder.build()));
  }

  @Override
  public DrivenBuilder<AwsCredentials> builder() {
    return driven(IrsaCredentialsProvider.builder());
  }

  @Override
  public DrivenBuilder<AwsCredentials> chainBuilder() {
    return driven(IrsaCredentialsProviderChain.builder());
  }

  @Override
  public List<Consumer<String>> assignmentDoors() {
    return List.of(assignment -> new IrsaCredentialsProvider(new String[] {assignment}).close());
  }

  @Override
  public List<Consumer<Map<String, String>>> mapDoors() {
    return List.of(V2Adapter::ofPrefix, V2Adapter::ofProperties, V2Adapter::ofConnector);
  }

  /** Iceberg's own keys are not similar to a known one. */
  private static void ofPrefix(Map<String, String> settings) {
    IrsaCredentialsProvider.create(settings).close();
  }

  private static void ofConnector(Map<String, String> settings) {
    try (KafkaIrsaCredentialsProvider provider = new KafkaIrsaCredentialsProvider()) {
      provider.configure(settings);
    }
  }

  private static void ofProperties(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    new IrsaCredentialsProvider(properties).close();
  }

  @Override
  public List<Runnable> doorsWithoutSettings() {
    return List.of(
        () -> new IrsaCredentialsProvider().close(),
        () -> IrsaCredentialsProvider.create().close(),
        () -> new IrsaCredentialsProvider(new String[0]).close(),
        () -> IrsaCredentialsProvider.builder().build().close(),
        () -> new IrsaCredentialsProviderChain().close(),
        () -> IrsaCredentialsProviderChain.create().close());
  }

  @Override
  public AwsCredentials staticKeys(String accessKeyId) {
    return AwsBasicCredentials.create(accessKeyId, "very-secret");
  }

  @Override
  public String accessKeyId(AwsCredentials credentials) {
    return credentials.accessKeyId();
  }

  @Override
  public String secretAccessKey(AwsCredentials credentials) {
    return credentials.secretAccessKey();
  }

  @Override
  public RuntimeException sdkException(String message, Throwable cause) {
    return SdkClientException.create(message, cause);
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
    return ((SdkClientException) failure).retryable();
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
    SdkV2Types.oldest().require(version, new SdkV2Types());
  }

  @Override
  public void beOnANode(SystemProperties properties, InstanceMetadata node, Path folder)
      throws IOException {
    properties.set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    Path config = Files.createFile(file(folder, "config"));
    Path credentials = Files.createFile(file(folder, "credentials"));
    properties.set("aws.configFile", config.toString());
    properties.set("aws.sharedCredentialsFile", credentials.toString());
  }

  @Override
  public Path file(Path folder, String name) {
    return folder.resolve(name);
  }

  @Override
  public void setStaticKeys(SystemProperties properties, String accessKeyId) {
    properties.set("aws.accessKeyId", accessKeyId);
    properties.set("aws.secretAccessKey", "secret");
  }
}
