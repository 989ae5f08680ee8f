package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a provider. They override the environment and are applied to each handle that the
 * provider creates. The last value of a setting wins. Immutable.
 */
public final class HandleSettings implements Supplier<CredentialsHandle> {

  private static final HandleSettings NONE = new HandleSettings(builder -> {}, null, false);
  private static final List<String> VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> PROPERTIES = List.of("aws.roleArn", "aws.webIdentityTokenFile");
  private static final List<String> CONTAINER_VARIABLES =
      List.of(
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN");
  private static final List<String> CONTAINER_PROPERTIES =
      List.of(
          "aws.containerCredentialsPath",
          "aws.containerCredentialsFullUri",
          "aws.containerAuthorizationTokenFile",
          "aws.containerAuthorizationToken");

  private final Consumer<IrsaCredentials.Builder> applied;

  /** The source of the identity that was set, or null. */
  private final @Nullable IdentitySource identity;

  private final boolean region;

  private HandleSettings(
      Consumer<IrsaCredentials.Builder> applied,
      @Nullable IdentitySource identity,
      boolean region) {
    this.applied = applied;
    this.identity = identity;
    this.region = region;
  }

  /** Returns an instance without settings. */
  public static HandleSettings none() {
    return NONE;
  }

  /**
   * Returns the settings given by a framework.
   *
   * @throws RuntimeException of the SDK's type, if one of them is invalid
   */
  public static HandleSettings of(Supplier<ProviderSettings> given, SdkTypes<?> sdk) {
    try {
      return none().with(given.get()::applyTo);
    } catch (MisconfiguredException misconfigured) {
      throw sdk.exception(misconfigured);
    }
  }

  /** Returns a copy with an additional setting. */
  public HandleSettings with(Consumer<? super IrsaCredentials.Builder> setting) {
    Consumer<IrsaCredentials.Builder> earlier = applied;
    return new HandleSettings(
        builder -> {
          earlier.accept(builder);
          setting.accept(builder);
        },
        identity,
        region);
  }

  /** Returns a copy with the role. */
  public HandleSettings withRoleArn(String roleArn) {
    return with(builder -> builder.roleArn(roleArn)).knowing(IdentitySource.WEB_IDENTITY, region);
  }

  /** Returns a copy with the token file. */
  public HandleSettings withTokenFile(Path file) {
    return with(builder -> builder.webIdentityTokenFile(file))
        .knowing(IdentitySource.WEB_IDENTITY, region);
  }

  /** Returns a copy with the URI of container credentials. */
  public HandleSettings withContainerCredentialsUri(URI uri) {
    return with(builder -> builder.containerCredentialsUri(uri))
        .knowing(IdentitySource.CONTAINER, region);
  }

  /** Returns a copy with the file of the authorization token for container credentials. */
  public HandleSettings withContainerAuthorizationTokenFile(Path file) {
    return with(builder -> builder.containerAuthorizationTokenFile(file))
        .knowing(IdentitySource.CONTAINER, region);
  }

  /** Returns a copy with the authorization token for container credentials. */
  public HandleSettings withContainerAuthorizationToken(String token) {
    return with(builder -> builder.containerAuthorizationToken(token))
        .knowing(IdentitySource.CONTAINER, region);
  }

  /** Returns a copy with the session name. */
  public HandleSettings withRoleSessionName(String name) {
    return with(builder -> builder.roleSessionName(name));
  }

  /** Returns a copy with the region. */
  public HandleSettings withRegion(String name) {
    return with(builder -> builder.region(name)).knowing(identity, true);
  }

  /** Returns a copy with the duration of sessions. */
  public HandleSettings withSessionDuration(Duration duration) {
    return with(builder -> builder.sessionDuration(duration));
  }

  /** Returns a copy with another listener. */
  public HandleSettings withListener(IrsaListener listener) {
    return with(builder -> builder.addListener(listener));
  }

  /** Returns a copy that starts the first exchange eagerly, or does not. */
  public HandleSettings withEager(boolean isEager) {
    return with(builder -> builder.eager(isEager));
  }

  private HandleSettings knowing(@Nullable IdentitySource ofIdentity, boolean ofRegion) {
    return new HandleSettings(applied, ofIdentity, ofRegion);
  }

  /**
   * Opens a handle whose identity comes from a profile, for the last role of its chain. These
   * settings take precedence over the profile.
   */
  public CredentialsHandle open(ProfileIdentity profile) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    profile.applyTo(builder);
    applyTo(builder);
    IrsaCredentials pod = builder.build();
    IrsaCredentials last = pod;
    for (ProfileIdentity.Role role : profile.chain()) {
      last = role.assumedBy(last);
    }
    return new CredentialsHandle.OfCore(last, pod);
  }

  /** Returns whether the region was set explicitly. */
  public boolean haveRegion() {
    return region;
  }

  /**
   * Returns whether the process is configured for a web identity or container credentials, even
   * partly.
   */
  public boolean areOfAnIrsaPod() {
    return identity != null || isAnySet(VARIABLES, PROPERTIES) || isContainer();
  }

  /**
   * Returns whether the session belongs to the place of the container in a chain, after profiles.
   * What was set explicitly goes before them, and so does a web identity.
   *
   * @param source the source of the session, or null if its configuration is missing or invalid
   */
  public boolean areAtContainerPlace(@Nullable IdentitySource source) {
    if (identity != null) {
      return false;
    }
    return source != null
        ? source == IdentitySource.CONTAINER
        : !isAnySet(VARIABLES, PROPERTIES) && isContainer();
  }

  private static boolean isContainer() {
    return isAnySet(CONTAINER_VARIABLES, CONTAINER_PROPERTIES);
  }

  private static boolean isAnySet(List<String> variables, List<String> properties) {
    return variables.stream().map(System::getenv).anyMatch(HandleSettings::isSet)
        || properties.stream().map(System::getProperty).anyMatch(HandleSettings::isSet);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private void applyTo(IrsaCredentials.Builder builder) {
    applied.accept(builder);
  }

  /**
   * Creates a handle.
   *
   * @throws dev.irsa.credentials.CredentialsException if a setting is invalid
   */
  @Override
  public CredentialsHandle get() {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    applyTo(builder);
    return CredentialsHandle.of(builder.build());
  }
}
