package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The configuration that the SDK shares with the AWS CLI, as the SDK reads it.
 *
 * @param settings take precedence over a profile with a web identity
 */
record SharedConfiguration(HandleSettings settings)
    implements ConfiguredSources.ConfiguredProcess<AwsCredentials> {

  private static final Pattern LINE = Pattern.compile("on line (\\d+)");

  @Override
  public @Nullable String profile() {
    return value(ProfileFileSystemSetting.AWS_PROFILE);
  }

  @Override
  public @Nullable String region() {
    return value(SdkSystemSetting.AWS_REGION);
  }

  @Override
  public Profiles profiles() {
    requireReadable(
        ProfileFileSystemSetting.AWS_CONFIG_FILE, ProfileFileLocation.configurationFilePath());
    requireReadable(
        ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE,
        ProfileFileLocation.credentialsFilePath());
    try {
      return new FileProfiles(ProfileFile.defaultProfileFile());
    } catch (RuntimeException unreadable) {
      // The message may contain a line of the file, which may contain secrets.
      Matcher line = LINE.matcher(String.valueOf(unreadable.getMessage()));
      throw ConfiguredSources.wrong(
          "shared configuration",
          "the SDK cannot parse "
              + FileProfiles.paths()
              + (line.find() ? ": see line " + line.group(1) : ""),
          "correct it: [profile NAME] or [NAME], then lines of the form key = value");
    }
  }

  /** Checks that a file is readable. The SDK ignores files that it cannot read. */
  private static void requireReadable(ProfileFileSystemSetting setting, Path path) {
    boolean missing = value(setting) != null && !Files.exists(path);
    if (missing
        || Files.isDirectory(path)
        || (Files.isRegularFile(path) && !Files.isReadable(path))) {
      throw ConfiguredSources.wrong(
          setting.environmentVariable(),
          path + (missing ? " does not exist" : " cannot be read"),
          "mount it, make it readable, or set another path");
    }
  }

  @Override
  public CredentialsSource<AwsCredentials> ofIdentity(ProfileIdentity identity) {
    return IrsaSource.widen(ProfileSession.of(identity, settings));
  }

  @Override
  public boolean assumesRolesInContainer() {
    return true;
  }

  @Override
  public CredentialsSource<AwsCredentials> ofProfile(String name) {
    return new SdkProvider(ProfileCredentialsProvider.builder().profileName(name).build());
  }

  @Override
  public CredentialsSource<AwsCredentials> ofNode() {
    return new SdkProvider(InstanceProfileCredentialsProvider.create());
  }

  /** Returns the value of a property or variable without the SDK's default, or null. */
  private static @Nullable String value(SystemSetting setting) {
    return setting.getNonDefaultStringValue().filter(value -> !value.isBlank()).orElse(null);
  }
}
