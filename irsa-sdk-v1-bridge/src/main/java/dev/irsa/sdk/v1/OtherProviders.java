package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import com.amazonaws.auth.profile.ProfileCredentialsProvider;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who comes after the IRSA of the environment in a chain: whatever the process is configured for,
 * and nobody behind it, so that no failure of it ends in the node's role. The SDK's own wrapper
 * sees to it for containers.
 */
final class OtherProviders {

  private final UnaryOperator<@Nullable String> environment;

  /**
   * Reads nothing yet.
   *
   * @param environment returns a variable or null
   */
  OtherProviders(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Reads the shared configuration and returns who is to be asked, in order.
   *
   * @throws IrsaCredentialsException if it cannot be read, names a profile that is not there, or
   *     leads to a web identity that cannot be served
   */
  List<AWSCredentialsProvider> configured() {
    try {
      Path home = Path.of(System.getProperty("user.home", ""));
      return configured(SharedProfiles.read(environment, home));
    } catch (MisconfiguredException wrong) {
      throw IrsaCredentialsException.of(wrong);
    }
  }

  private List<AWSCredentialsProvider> configured(SharedProfiles profiles) {
    String named = first(environment.apply("AWS_PROFILE"), System.getProperty("aws.profile"));
    String name = Objects.requireNonNullElse(named, "default");
    if (named != null && !profiles.has(named)) {
      throw SharedProfiles.wrong(
          "AWS_PROFILE",
          "\"" + named + "\" is not in " + profiles,
          "write that profile, or unset AWS_PROFILE");
    }
    return switch (ProfileKind.of(profiles, name)) {
      case WEB_IDENTITY -> List.of(webIdentity(profiles, name));
      case CHAINED_TO_WEB_IDENTITY ->
          throw SharedProfiles.wrong(
              "profile " + name,
              "its source_profile leads to a web identity, and for SDK 1.x no further role is"
                  + " assumed by means of one",
              "let the role's trust policy name the service account and give the profile"
                  + " web_identity_token_file in place of source_profile, or use irsa-sdk-v2");
      case OF_THE_SDK -> List.of(new ProfileCredentialsProvider(name));
      case NONE ->
          List.of(
              new ProfileCredentialsProvider(name), new EC2ContainerCredentialsProviderWrapper());
    };
  }

  /** The profile's region counts, and only if it has none that of the process. */
  private AWSCredentialsProvider webIdentity(SharedProfiles profiles, String name) {
    String roleArn = profiles.property(name, "role_arn");
    String tokenFile = profiles.property(name, "web_identity_token_file");
    String sessionName = profiles.property(name, "role_session_name");
    String region =
        first(
            profiles.property(name, "region"),
            System.getProperty("aws.region"),
            environment.apply("AWS_REGION"),
            environment.apply("AWS_DEFAULT_REGION"));
    List<Problem> problems = new ArrayList<>();
    require(roleArn, name, "role_arn", problems);
    require(tokenFile, name, "web_identity_token_file", problems);
    require(region, name, "region", problems);
    if (roleArn == null || tokenFile == null || region == null) {
      throw new MisconfiguredException(true, problems);
    }
    return IrsaCredentialsProvider.builder()
        .configure(
            core -> {
              core.identityNotFromEnvironment()
                  .roleArn(roleArn)
                  .webIdentityTokenFile(Path.of(tokenFile))
                  .region(region);
              if (sessionName != null) {
                core.roleSessionName(sessionName);
              }
            })
        .build();
  }

  private static void require(
      @Nullable String value, String profile, String key, List<Problem> problems) {
    if (value == null) {
      problems.add(
          new Problem("profile " + profile, null, "lacks " + key, "add it to the profile"));
    }
  }

  private static @Nullable String first(@Nullable String... values) {
    return Stream.of(values)
        .filter(value -> value != null && !value.isBlank())
        .map(String::trim)
        .findFirst()
        .orElse(null);
  }
}
