package dev.irsa.doctor.internal.settings;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Settings;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsEndpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings of the pod, resolved by the library itself, with all their problems. Immutable. */
public final class PodSettings {

  private final Settings settings;
  private final @Nullable URI endpoint;
  private final List<Problem> problems;

  private PodSettings(Settings settings, @Nullable URI endpoint, List<Problem> problems) {
    this.settings = settings;
    this.endpoint = endpoint;
    this.problems = List.copyOf(problems);
  }

  /** Resolves the settings, without I/O. */
  public static PodSettings of(Environment environment) {
    Settings settings = Settings.resolve(environment, Overrides.none());
    List<Problem> problems = new ArrayList<>(settings.problems());
    URI endpoint = settings.endpointOverride();
    if (endpoint == null && settings.region() != null) {
      StsEndpoint chosen = choose(settings, settings.region());
      endpoint = chosen.uri();
      if (chosen.problem() != null) {
        problems.add(chosen.problem());
      }
    }
    if (endpoint != null) {
      problems.addAll(settings.proxies().problemsFor(endpoint));
    }
    return new PodSettings(settings, endpoint, problems);
  }

  private static StsEndpoint choose(Settings settings, String region) {
    RoleArn role = settings.role();
    return StsEndpoint.choose(
        region,
        Objects.requireNonNull(settings.origins().get(Setting.REGION.label())),
        role == null ? null : role.partition(),
        settings.legacy(),
        settings.fips(),
        settings.dualStack());
  }

  /** Returns the settings as the library resolved them. */
  public Settings resolved() {
    return settings;
  }

  /** Returns the identity, or null if it is incomplete or invalid. */
  public @Nullable WebIdentity identity() {
    return settings.identity() instanceof WebIdentity web ? web : null;
  }

  /** Returns the identity at a container endpoint, or null if it is incomplete or invalid. */
  public @Nullable ContainerIdentity container() {
    return settings.identity() instanceof ContainerIdentity container ? container : null;
  }

  /** Returns the role, or null if it is missing or invalid. */
  public @Nullable RoleArn role() {
    return settings.role();
  }

  /** Returns the region, or null. */
  public @Nullable String region() {
    return settings.region();
  }

  /** Returns the endpoint of STS, or null if the settings do not determine one. */
  public @Nullable URI endpoint() {
    return endpoint;
  }

  /** Returns whether a FIPS or dual-stack endpoint of AWS is used. */
  public boolean usesVariant() {
    return settings.endpointOverride() == null && (settings.fips() || settings.dualStack());
  }

  /** Returns the proxy for an endpoint, or null if it is reached directly. */
  public @Nullable HttpProxy proxyFor(URI target) {
    return settings.proxies().proxyFor(target);
  }

  /** Returns the password of the proxy, or null; a secret. */
  public @Nullable String proxyPassword() {
    HttpProxy proxy = endpoint == null ? null : proxyFor(endpoint);
    String userInfo = proxy == null ? null : proxy.userInfo();
    return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
  }

  /** Returns where a setting came from, such as {@code AWS_REGION}, or null if it is not set. */
  public @Nullable String origin(Setting setting) {
    return settings.origins().get(setting.label());
  }

  /** Returns the problems of one group of settings. */
  public List<Problem> problems(SettingGroup group) {
    return problems.stream().filter(problem -> SettingGroup.of(problem) == group).toList();
  }

  /** Returns the first group that has a problem, or null. */
  public @Nullable SettingGroup firstFault() {
    for (SettingGroup group : SettingGroup.values()) {
      if (!problems(group).isEmpty()) {
        return group;
      }
    }
    return null;
  }
}
