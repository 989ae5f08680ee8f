package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Setting;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Determines the sources that follow the web identity of the environment in a chain: those for
 * which the process is configured, and no others, so that their failure does not lead to the node's
 * role.
 */
public final class ConfiguredSources {

  /** The configuration of a process as an SDK reads it. */
  public interface ConfiguredProcess<C> {

    /** Returns the profile of {@code AWS_PROFILE}, or null. */
    @Nullable String profile();

    /** Reads the shared configuration. */
    Profiles profiles();

    /** Returns the SDK's source for a profile, whatever it contains. */
    CredentialsSource<C> ofProfile(String name);

    /** Returns the SDK's source for the role of the node. */
    CredentialsSource<C> ofNode();
  }

  private ConfiguredSources() {}

  /**
   * Reads the shared configuration and returns the sources to try, in order.
   *
   * @param session the session of the process, for the place of the container
   * @param settings take precedence over a profile with a web identity
   * @param sdk the SDK's types, for credentials from a profile
   * @throws RuntimeException of the SDK's type, if the configuration cannot be read, lacks the
   *     configured profile, or leads to an invalid web identity
   */
  public static <C> List<CredentialsSource<C>> of(
      ConfiguredProcess<C> process,
      IrsaSource<C> session,
      HandleSettings settings,
      SdkTypes<? extends C> sdk) {
    try {
      return of(process, process.profiles(), session, settings, sdk);
    } catch (MisconfiguredException misconfigured) {
      throw sdk.exception(misconfigured);
    }
  }

  private static <C> List<CredentialsSource<C>> of(
      ConfiguredProcess<C> process,
      Profiles profiles,
      IrsaSource<C> session,
      HandleSettings settings,
      SdkTypes<? extends C> sdk) {
    String configured = process.profile();
    String name = Objects.requireNonNullElse(configured, "default");
    if (configured != null && !profiles.has(configured)) {
      throw MisconfiguredException.of(
          "AWS_PROFILE",
          null,
          "\"" + configured + "\" is not in " + profiles.files(),
          "add it ([profile "
              + configured
              + "] in the configuration file, ["
              + configured
              + "] in the credentials file), or unset AWS_PROFILE");
    }
    Supplier<CredentialsSource<C>> identity =
        () ->
            IrsaSource.widen(
                settings.open(
                    ProfileIdentity.of(
                        profiles, name, Setting.REGION.ofProcess(), settings.haveRegion()),
                    sdk));
    return switch (ProfileKind.of(profiles, name)) {
      case OF_THIS_LIBRARY -> List.of(identity.get());
      case OF_THE_SDK -> List.of(process.ofProfile(name));
      case NONE ->
          // The profile is asked as well, to report what it lacks. A pod never comes to the node,
          // even if the settings ignore what it is configured for.
          List.of(
              process.ofProfile(name),
              settings.areOfAnIrsaPod() || settings.areAtContainerPlace(session.status().source())
                  ? session
                  : process.ofNode());
    };
  }
}
