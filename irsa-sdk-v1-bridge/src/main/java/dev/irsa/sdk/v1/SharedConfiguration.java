package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.InstanceProfileCredentialsProvider;
import com.amazonaws.auth.profile.ProfileCredentialsProvider;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.Profiles;
import dev.irsa.internal.adapter.SdkProvider;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration that the SDK shares with the AWS CLI. */
record SharedConfiguration() implements ConfiguredSources.ConfiguredProcess<AWSCredentials> {

  @Override
  public @Nullable String profile() {
    String variable = System.getenv("AWS_PROFILE");
    return variable == null || variable.isBlank() ? Profiles.nameInProcess() : variable.trim();
  }

  @Override
  public Profiles profiles() {
    return Profiles.ofProcessWithSdk1();
  }

  @Override
  public CredentialsSource<AWSCredentials> ofProfile(String name) {
    return source(new ProfileCredentialsProvider(name));
  }

  @Override
  public CredentialsSource<AWSCredentials> ofNode() {
    return source(InstanceProfileCredentialsProvider.getInstance());
  }

  /** Returns the sources of providers of the SDK, which do not have to be closed. */
  static List<CredentialsSource<AWSCredentials>> all(AWSCredentialsProvider... providers) {
    return Stream.of(providers).map(SharedConfiguration::source).toList();
  }

  private static CredentialsSource<AWSCredentials> source(AWSCredentialsProvider provider) {
    return new SdkProvider<>(
        provider.getClass().getSimpleName(),
        provider::getCredentials,
        () -> {
          provider.refresh();
          return true;
        },
        () -> {});
  }
}
