package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.Profiles;
import dev.irsa.internal.adapter.SdkProvider;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The configuration that the SDK shares with the AWS CLI. */
record SharedConfiguration() implements ConfiguredSources.ConfiguredProcess<AwsCredentials> {

  @Override
  public @Nullable String profile() {
    return Profiles.nameInProcess();
  }

  @Override
  public Profiles profiles() {
    return Profiles.ofProcess();
  }

  @Override
  public CredentialsSource<AwsCredentials> ofProfile(String name) {
    return source(ProfileCredentialsProvider.builder().profileName(name).build());
  }

  @Override
  public CredentialsSource<AwsCredentials> ofNode() {
    return source(InstanceProfileCredentialsProvider.create());
  }

  /** Returns the sources of providers of the SDK. */
  static List<CredentialsSource<AwsCredentials>> all(AwsCredentialsProvider... providers) {
    return Stream.of(providers).map(SharedConfiguration::source).toList();
  }

  private static CredentialsSource<AwsCredentials> source(AwsCredentialsProvider provider) {
    return new SdkProvider<>(
        provider.getClass().getSimpleName(),
        provider::resolveCredentials,
        () -> false,
        () -> {
          if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
          }
        });
  }
}
