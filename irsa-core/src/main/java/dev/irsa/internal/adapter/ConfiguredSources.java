package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What comes after the web identity of the environment in a chain: whatever the process is
 * configured for, and nothing behind it, so that no failure of it ends in the node's role.
 */
public final class ConfiguredSources {

  /** What the SDKs know of the process, each in its own way. */
  public interface ConfiguredProcess<C> {

    /** Returns the profile of {@code AWS_PROFILE}, or null. */
    @Nullable String profile();

    /** Returns the region, or null. */
    @Nullable String region();

    /** Reads the shared configuration. */
    Profiles profiles();

    /** Returns the source of a profile's web identity, and of the roles that lead from it. */
    CredentialsSource<C> ofWebIdentity(ProfileIdentity identity);

    /** Returns the SDK's source of a profile that has credentials of another kind. */
    CredentialsSource<C> ofProfile(String name);

    /** Returns the SDK's sources where no profile says anything of credentials, in order. */
    List<CredentialsSource<C>> withoutProfile(String name);
  }

  private ConfiguredSources() {}

  /**
   * Reads the shared configuration and returns what is to be asked, in order.
   *
   * @param settings go before what a profile with a web identity says
   * @throws RuntimeException in the SDK's type, if it cannot be read, names a profile that is not
   *     there, or leads to a web identity that cannot be served
   */
  public static <C> List<CredentialsSource<C>> of(
      ConfiguredProcess<C> process, HandleSettings settings, SdkTypes<?> sdk) {
    try {
      return of(process, process.profiles(), settings.haveRegion());
    } catch (MisconfiguredException wrong) {
      throw sdk.exception(wrong);
    }
  }

  private static <C> List<CredentialsSource<C>> of(
      ConfiguredProcess<C> process, Profiles profiles, boolean haveRegion) {
    String named = process.profile();
    String name = Objects.requireNonNullElse(named, "default");
    if (named != null && !profiles.has(named)) {
      throw wrong(
          "AWS_PROFILE",
          "\"" + named + "\" is not in " + profiles.files(),
          "write that profile, or unset AWS_PROFILE");
    }
    return switch (ProfileKind.of(profiles, name)) {
      case WEB_IDENTITY, CHAINED_TO_WEB_IDENTITY ->
          List.of(
              process.ofWebIdentity(
                  ProfileIdentity.of(profiles, name, process.region(), haveRegion)));
      case OF_THE_SDK -> List.of(process.ofProfile(name));
      case NONE -> process.withoutProfile(name);
    };
  }

  /** Returns what is thrown when something of the shared configuration is wrong. */
  public static MisconfiguredException wrong(String setting, String found, String fix) {
    return new MisconfiguredException(true, List.of(new Problem(setting, null, found, fix)));
  }
}
