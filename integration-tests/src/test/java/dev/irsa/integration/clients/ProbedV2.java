package dev.irsa.integration.clients;

import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.text.ParseException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** AWS SDK for Java 2.x. */
final class ProbedV2 {

  private ProbedV2() {}

  @SuppressWarnings("deprecation") // The fault of the shared chain is measured.
  static ProbedProvider of(String kind) {
    if (kind.startsWith("token:")) {
      return WithSts.tokensFor(kind.substring("token:".length()));
    }
    AwsCredentialsProvider provider =
        switch (kind) {
          case "chain" -> DefaultCredentialsProvider.builder().build();
          case "shared" -> DefaultCredentialsProvider.create();
          case "ours" -> dev.irsa.sdk.v2.IrsaCredentialsProviderChain.create();
          case "container" -> ContainerCredentialsProvider.create();
          case "node" -> InstanceProfileCredentialsProvider.create();
          case "list" ->
              AwsCredentialsProviderChain.of(
                  EnvironmentVariableCredentialsProvider.create(),
                  InstanceProfileCredentialsProvider.create());
          case "own" ->
              AwsCredentialsProviderChain.of(
                  WebIdentityTokenFileCredentialsProvider.create(),
                  InstanceProfileCredentialsProvider.create());
          case "calls" -> WithSts.calls();
          case "web-identity" -> WebIdentityTokenFileCredentialsProvider.create();
          case "client" -> WithSts.ofClient();
          default -> ofValue(kind);
        };
    return new ProbedProvider() {
      @Override
      public String accessKeyId() {
        return provider.resolveCredentials().accessKeyId();
      }

      @Override
      public void close() {
        ((SdkAutoCloseable) provider).close();
      }
    };
  }

  /**
   * Returns the provider that the application gives a value: a profile, its file, a role, a URI.
   */
  private static AwsCredentialsProvider ofValue(String kind) {
    String value = kind.substring(kind.indexOf(':') + 1);
    return switch (kind.substring(0, kind.indexOf(':'))) {
      case "profile" -> DefaultCredentialsProvider.builder().profileName(value).build();
      case "file" ->
          DefaultCredentialsProvider.builder()
              .profileFile(
                  ProfileFile.builder()
                      .content(Path.of(value))
                      .type(ProfileFile.Type.CREDENTIALS)
                      .build())
              .build();
      case "arn" -> WebIdentityTokenFileCredentialsProvider.builder().roleArn(kind).build();
      default -> ContainerCredentialsProvider.builder().endpoint(kind).build();
    };
  }

  /** Loaded on demand only, since one class path does not have the STS module. */
  private static final class WithSts {

    /** The default chain as a client makes it: with the profile and the file of the process. */
    static AwsCredentialsProvider ofClient() {
      StsClient sts = StsClient.create();
      return () ->
          (AwsCredentials)
              sts.serviceClientConfiguration().credentialsProvider().resolveIdentity().join();
    }

    /**
     * The way of guides to a token for others: whenever a library asks for one, a client of STS on
     * the default chain. Its keys are the roles in the tokens.
     */
    static ProbedProvider tokensFor(String audience) {
      return new ProbedProvider() {
        @Override
        public String accessKeyId() {
          try (StsClient sts = StsClient.create()) {
            String jwt =
                sts.getWebIdentityToken(
                        request ->
                            request
                                .audience(audience)
                                .signingAlgorithm("RS256")
                                .durationSeconds(300))
                    .webIdentityToken();
            return SignedJWT.parse(jwt).getJWTClaimsSet().getSubject();
          } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
          }
        }

        @Override
        public void close() {}
      };
    }

    /** Calls of a client with the default chain and our interceptor. */
    static AwsCredentialsProvider calls() {
      AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
      StsClient sts =
          StsClient.builder()
              .credentialsProvider(chain)
              .overrideConfiguration(
                  c ->
                      c.addExecutionInterceptor(
                          new dev.irsa.sdk.v2.RejectedCredentialsInterceptor()))
              .build();
      return () -> {
        sts.getCallerIdentity();
        return chain.resolveCredentials();
      };
    }
  }
}
