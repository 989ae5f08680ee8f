package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.session.SessionRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Warns, once in a process, of settings in the shared files that determine where the SDK's own
 * provider finds STS. This library does not follow them: it reads properties and variables only,
 * whose origin it can name.
 *
 * <p>The profile is that of the process also for a provider of another profile: the SDKs take the
 * role and the token from that one, but make a client of STS that follows the profile of the
 * process. A client of the application follows settings of its own, and is not warned of.
 */
final class UnreadProfileSettings {

  private static final String ENDPOINT = "AWS_ENDPOINT_URL_STS";

  /** A setting whose origin is known unless the application has a client of STS of its own. */
  private static final String FIPS = "AWS_USE_FIPS_ENDPOINT";

  private static final AtomicBoolean CHECKED = new AtomicBoolean();

  private UnreadProfileSettings() {}

  /** Forgets that the files were checked. */
  static void forget() {
    CHECKED.set(false);
  }

  /**
   * A key of a profile.
   *
   * @param key the key
   * @param setting the setting to use instead
   * @param usual the value that changes nothing
   */
  private record Unread(String key, String setting, String usual) {
    boolean matters(Profiles profiles, String profile, Map<String, String> origins) {
      String value = profiles.property(profile, key);
      return value != null && !value.equalsIgnoreCase(usual) && !isSet(origins, setting);
    }

    String advice() {
      return key + " (set " + setting + " instead)";
    }
  }

  /**
   * Reads the files in the background, after the first credentials of a web identity. Never throws:
   * a warning is not worth the credentials.
   */
  static void checkOnce(IrsaCredentials handle) {
    if (CHECKED.get()) {
      return;
    }
    try {
      IrsaStatus status = handle.status();
      if (status.source() == IdentitySource.WEB_IDENTITY
          && status.origins().containsKey(FIPS)
          && CHECKED.compareAndSet(false, true)) {
        SessionRegistry.shared()
            .runSoon(
                new Runnable() {
                  @Override
                  public void run() {
                    check(status.origins());
                  }
                });
      }
    } catch (RuntimeException | Error withoutThread) {
      CHECKED.set(false);
    }
  }

  private static void check(Map<String, String> origins) {
    try {
      Profiles profiles = Profiles.ofProcess();
      if (profiles.isEmpty()) {
        return;
      }
      String profile = Objects.requireNonNullElse(Profiles.nameInProcess(), "default");
      String unread = unread(profiles, profile, origins);
      if (!unread.isEmpty()) {
        IrsaLog.log.warn(
            "Profile {} in {} has settings that the SDK's own provider follows on its way to STS,"
                + " but this library does not: {}",
            profile,
            profiles.files(),
            unread);
      }
    } catch (RuntimeException unreadable) {
      // Nobody needs the files. Who does, is told by the chain.
      IrsaLog.log.debug("{}", unreadable.getMessage());
    }
  }

  /** Returns the settings of a profile that matter and are not read, each with what to set. */
  static String unread(Profiles profiles, String profile, Map<String, String> origins) {
    boolean endpointsIgnored =
        isSet(origins, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            || "true"
                .equalsIgnoreCase(profiles.property(profile, "ignore_configured_endpoint_urls"));
    List<Unread> all =
        List.of(
            new Unread("use_fips_endpoint", FIPS, "false"),
            new Unread("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT", "false"),
            new Unread("sts_regional_endpoints", "AWS_STS_REGIONAL_ENDPOINTS", "regional"),
            new Unread("endpoint_url", ENDPOINT, ""),
            new Unread("services", ENDPOINT, ""));
    return all.stream()
        .filter(each -> !endpointsIgnored || !each.setting().equals(ENDPOINT))
        .filter(each -> each.matters(profiles, profile, origins))
        .map(Unread::advice)
        .collect(Collectors.joining(", "));
  }

  private static boolean isSet(Map<String, String> origins, String setting) {
    @Nullable String origin = origins.get(setting);
    return origin != null && !origin.equals("default");
  }
}
