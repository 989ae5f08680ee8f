package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.Profiles;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profiles of a file that the application gave. The SDK keeps the case of their keys. */
record FileProfiles(ProfileFile file) implements Profiles {

  @Override
  public boolean has(String profile) {
    return file.profile(profile).isPresent();
  }

  @Override
  public @Nullable String property(String profile, String key) {
    return file.profile(profile).map(Profile::properties).orElse(Map.of()).entrySet().stream()
        .filter(property -> property.getKey().equalsIgnoreCase(key))
        .map(property -> property.getValue().strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse(null);
  }

  @Override
  public String files() {
    return "the given profile file";
  }
}
