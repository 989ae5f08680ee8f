package dev.irsa.sdk.v2;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Who comes after the IRSA of the environment in a chain: whatever the process is configured for,
 * and nobody behind it, so that no failure of it ends in the node's role.
 */
final class OtherProviders {

  private static final Pattern LINE = Pattern.compile("on line (\\d+)");

  private OtherProviders() {}

  /**
   * Reads the shared configuration and returns who is to be asked, in order.
   *
   * @throws IrsaCredentialsException if it cannot be read, names a profile that is not there, or
   *     leads to half a web identity
   */
  static List<AwsCredentialsProvider> configured() {
    try {
      return configured(file());
    } catch (MisconfiguredException wrong) {
      throw IrsaCredentialsException.of(wrong);
    }
  }

  private static List<AwsCredentialsProvider> configured(ProfileFile file) {
    String named = value(ProfileFileSystemSetting.AWS_PROFILE);
    String name = Objects.requireNonNullElse(named, "default");
    if (named != null && file.profile(named).isEmpty()) {
      throw wrong(
          "AWS_PROFILE",
          "\"" + named + "\" is not in " + paths(),
          "write that profile, or unset AWS_PROFILE");
    }
    return switch (ProfileKind.of(file, name)) {
      case WEB_IDENTITY -> List.of(webIdentity(file, name));
      case OF_THE_SDK -> List.of(ProfileCredentialsProvider.builder().profileName(name).build());
      case NONE -> withoutProfile(file, name);
    };
  }

  /** The profile's region counts, and only if it has none that of the process, as in the SDK. */
  private static AwsCredentialsProvider webIdentity(ProfileFile file, String name) {
    String region = value(SdkSystemSetting.AWS_REGION);
    var builder = IrsaCredentialsProvider.builder().profile(name).profileFile(() -> file);
    if (ProfileIdentity.of(file, name, region != null).region() == null) {
      builder.region(Objects.requireNonNull(region));
    }
    return builder.build();
  }

  /** The profile's provider is there to say what it did not find. */
  private static List<AwsCredentialsProvider> withoutProfile(ProfileFile file, String name) {
    AwsCredentialsProvider profile =
        ProfileCredentialsProvider.builder().profileFile(file).profileName(name).build();
    AwsCredentialsProvider container = ContainerCredentialsProvider.builder().build();
    boolean inContainer =
        value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) != null
            || value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI) != null;
    return inContainer
        ? List.of(profile, container)
        : List.of(profile, container, InstanceProfileCredentialsProvider.create());
  }

  private static ProfileFile file() {
    requireReadable(
        ProfileFileSystemSetting.AWS_CONFIG_FILE, ProfileFileLocation.configurationFilePath());
    requireReadable(
        ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE,
        ProfileFileLocation.credentialsFilePath());
    try {
      return ProfileFile.defaultProfileFile();
    } catch (RuntimeException unreadable) {
      // Its text could one day quote a line, and lines hold secrets.
      Matcher line = LINE.matcher(String.valueOf(unreadable.getMessage()));
      throw wrong(
          "shared configuration",
          "the SDK cannot parse " + paths() + (line.find() ? ": see line " + line.group(1) : ""),
          "correct it: [profile NAME] or [NAME], then lines of the form key = value");
    }
  }

  /** The SDK passes over a file that it cannot read, and so over what stands in it. */
  private static void requireReadable(ProfileFileSystemSetting setting, Path path) {
    boolean absent = value(setting) != null && !Files.exists(path);
    if (absent
        || Files.isDirectory(path)
        || (Files.isRegularFile(path) && !Files.isReadable(path))) {
      throw wrong(
          setting.environmentVariable(),
          path + (absent ? " is not there" : " cannot be read"),
          "mount it, make it readable, or name another file");
    }
  }

  private static String paths() {
    return ProfileFileLocation.configurationFilePath()
        + " or "
        + ProfileFileLocation.credentialsFilePath();
  }

  /** Returns what a property or variable says, or null; without the SDK's default. */
  private static @Nullable String value(SystemSetting setting) {
    return setting.getNonDefaultStringValue().filter(value -> !value.isBlank()).orElse(null);
  }

  private static MisconfiguredException wrong(String setting, String found, String fix) {
    return new MisconfiguredException(true, List.of(new Problem(setting, null, found, fix)));
  }
}
