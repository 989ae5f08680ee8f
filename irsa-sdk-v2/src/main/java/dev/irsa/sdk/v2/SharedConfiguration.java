package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The configuration that the SDK shares with the AWS CLI, as the SDK finds it.
 *
 * @param settings go before what a profile with a web identity says
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
      // Its text could one day quote a line, and lines hold secrets.
      Matcher line = LINE.matcher(String.valueOf(unreadable.getMessage()));
      throw ConfiguredSources.wrong(
          "shared configuration",
          "the SDK cannot parse "
              + FileProfiles.paths()
              + (line.find() ? ": see line " + line.group(1) : ""),
          "correct it: [profile NAME] or [NAME], then lines of the form key = value");
    }
  }

  /** The SDK passes over a file that it cannot read, and so over what stands in it. */
  private static void requireReadable(ProfileFileSystemSetting setting, Path path) {
    boolean absent = value(setting) != null && !Files.exists(path);
    if (absent
        || Files.isDirectory(path)
        || (Files.isRegularFile(path) && !Files.isReadable(path))) {
      throw ConfiguredSources.wrong(
          setting.environmentVariable(),
          path + (absent ? " is not there" : " cannot be read"),
          "mount it, make it readable, or name another file");
    }
  }

  @Override
  public CredentialsSource<AwsCredentials> ofWebIdentity(ProfileIdentity identity) {
    return IrsaSource.widen(ProfileSession.of(identity, settings));
  }

  @Override
  public CredentialsSource<AwsCredentials> ofProfile(String name) {
    return new SdkProvider(ProfileCredentialsProvider.builder().profileName(name).build());
  }

  /** The profile's provider is there to say what it did not find. */
  @Override
  public List<CredentialsSource<AwsCredentials>> withoutProfile(String name) {
    var profile = ProfileCredentialsProvider.builder().profileName(name).build();
    var container = ContainerCredentialsProvider.builder().build();
    boolean inContainer =
        value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) != null
            || value(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI) != null;
    return inContainer
        ? SdkProvider.all(profile, container)
        : SdkProvider.all(profile, container, InstanceProfileCredentialsProvider.create());
  }

  /** Returns what a property or variable says, or null; without the SDK's default. */
  private static @Nullable String value(SystemSetting setting) {
    return setting.getNonDefaultStringValue().filter(value -> !value.isBlank()).orElse(null);
  }
}
