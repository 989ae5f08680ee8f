package dev.irsa.sdk.v2;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * Which profile of which file.
 *
 * @param file reads the file
 * @param name the profile, or null: that of {@code AWS_PROFILE}, or {@code default}
 * @param regionGiven whether the profile may lack a region
 */
record ProfileChoice(Supplier<ProfileFile> file, @Nullable String name, boolean regionGiven) {

  ProfileIdentity read() {
    String chosen =
        name == null ? ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow() : name;
    return ProfileIdentity.of(file.get(), chosen, regionGiven);
  }
}
