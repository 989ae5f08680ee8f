package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.MisconfiguredException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a provider was told, over what the environment says: applied to each handle that it takes.
 * What is told last counts. Immutable.
 */
public final class HandleSettings implements Supplier<CredentialsHandle> {

  private static final HandleSettings NONE = new HandleSettings(null, false, false);
  private static final List<String> VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> PROPERTIES = List.of("aws.roleArn", "aws.webIdentityTokenFile");

  /** Null rather than a lambda, which would be the first of a fresh JVM. */
  private final @Nullable Consumer<IrsaCredentials.Builder> applied;

  private final boolean identity;
  private final boolean region;

  private HandleSettings(
      @Nullable Consumer<IrsaCredentials.Builder> applied, boolean identity, boolean region) {
    this.applied = applied;
    this.identity = identity;
    this.region = region;
  }

  /** Returns settings that say nothing: all comes from the environment. */
  public static HandleSettings none() {
    return NONE;
  }

  /**
   * Returns those that a framework gave.
   *
   * @throws RuntimeException in the SDK's type, if something is wrong with them
   */
  public static HandleSettings of(Supplier<ProviderSettings> given, SdkTypes<?> sdk) {
    try {
      return none().with(given.get()::applyTo);
    } catch (MisconfiguredException wrong) {
      throw sdk.exception(wrong);
    }
  }

  /** Returns these with anything that the builder knows. */
  public HandleSettings with(Consumer<? super IrsaCredentials.Builder> setting) {
    Consumer<IrsaCredentials.Builder> before = applied;
    return new HandleSettings(
        builder -> {
          if (before != null) {
            before.accept(builder);
          }
          setting.accept(builder);
        },
        identity,
        region);
  }

  /** Returns these with the role. */
  public HandleSettings withRoleArn(String roleArn) {
    return with(builder -> builder.roleArn(roleArn)).knowing(true, region);
  }

  /** Returns these with the token file. */
  public HandleSettings withTokenFile(Path file) {
    return with(builder -> builder.webIdentityTokenFile(file)).knowing(true, region);
  }

  /** Returns these with the session name. */
  public HandleSettings withRoleSessionName(String name) {
    return with(builder -> builder.roleSessionName(name));
  }

  /** Returns these with the region. */
  public HandleSettings withRegion(String name) {
    return with(builder -> builder.region(name)).knowing(identity, true);
  }

  /** Returns these with the duration of a session. */
  public HandleSettings withSessionDuration(Duration duration) {
    return with(builder -> builder.sessionDuration(duration));
  }

  /** Returns these with the listener. */
  public HandleSettings withListener(IrsaListener listener) {
    return with(builder -> builder.listener(listener));
  }

  /** Returns these with an eager start. */
  public HandleSettings eager() {
    return with(IrsaCredentials.Builder::eager);
  }

  private HandleSettings knowing(boolean ofIdentity, boolean ofRegion) {
    return new HandleSettings(applied, ofIdentity, ofRegion);
  }

  /** Returns these where the identity comes from a profile; what these say goes before it. */
  public HandleSettings over(ProfileIdentity profile) {
    HandleSettings ofProfile = none().with(profile::applyTo);
    return new HandleSettings(ofProfile.with(this::applyTo).applied, true, region);
  }

  /** Returns whether the region was told by its own setting. */
  public boolean haveRegion() {
    return region;
  }

  /** Returns whether the process is configured for a web identity at all, even by half. */
  public boolean areOfAnIrsaPod() {
    return identity
        || VARIABLES.stream().map(System::getenv).anyMatch(HandleSettings::isSet)
        || PROPERTIES.stream().map(System::getProperty).anyMatch(HandleSettings::isSet);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private void applyTo(IrsaCredentials.Builder builder) {
    if (applied != null) {
      applied.accept(builder);
    }
  }

  /**
   * Takes a handle.
   *
   * @throws dev.irsa.credentials.CredentialsException if one of the settings is wrong
   */
  @Override
  public CredentialsHandle get() {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    applyTo(builder);
    return CredentialsHandle.of(builder.build());
  }
}
