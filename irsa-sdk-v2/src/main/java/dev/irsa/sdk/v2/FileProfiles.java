package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.Profiles;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** The profiles of a file that the SDK read. */
record FileProfiles(ProfileFile file) implements Profiles {

  @Override
  public boolean has(String profile) {
    return file.profile(profile).isPresent();
  }

  @Override
  public @Nullable String property(String profile, String key) {
    return file.profile(profile)
        .flatMap(found -> found.property(key))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .orElse(null);
  }

  @Override
  public String files() {
    return paths();
  }

  /** Returns the paths of the files, for messages. */
  static String paths() {
    return ProfileFileLocation.configurationFilePath()
        + " or "
        + ProfileFileLocation.credentialsFilePath();
  }
}
