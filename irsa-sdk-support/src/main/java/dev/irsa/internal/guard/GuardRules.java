package dev.irsa.internal.guard;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.GuardMode;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What applies to the requests of this process. Immutable.
 *
 * @param environment the variables and properties, which have the static keys of the process
 * @param mode {@code OFF} in a process without the configuration of a source of this library
 * @param origin where the mode was set
 * @param allowed other identities that are meant
 * @param source where the pod's credentials come from
 * @param roleArn the pod's role, or null if only the issuer knows it
 */
record GuardRules(
    Environment environment,
    GuardMode mode,
    String origin,
    List<String> allowed,
    IdentitySource source,
    @Nullable String roleArn) {

  private static final List<String> STATIC_KEYS = List.of("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY");
  private static final String STATIC_KEY = "aws.accessKeyId";

  /**
   * Reads the settings. The guard has a switch of its own: it also warns in a pod in which this
   * library is switched off. A wrong value counts as the default; the sessions of the pod report
   * it.
   */
  static GuardRules of(Environment environment, GivenSettings given) {
    Configuration found = Resolver.ofPod(environment, given);
    SettingValue<?> set = found.found(Setting.GUARD);
    GuardMode mode = Objects.requireNonNullElse(found.get(Setting.GUARD), GuardMode.WARN);
    SettingValue<?> role =
        found.source() == IdentitySource.CONTAINER ? null : found.found(Setting.ROLE_ARN);
    return new GuardRules(
        environment,
        found.isConfigured() ? mode : GuardMode.OFF,
        set == null ? Setting.GUARD.label() : set.origin(),
        Objects.requireNonNullElse(found.get(Setting.GUARD_ALLOW), List.of()),
        found.source(),
        role == null ? null : role.value().toString());
  }

  /** Returns the identity of the pod, for messages. */
  String pod() {
    return roleArn == null ? "the role of this pod" : "the pod's role " + roleArn;
  }

  /** Returns whether it is the static key of the process, which wins with a warning. */
  boolean isStatic(String accessKeyId) {
    return accessKeyId.equals(stripped(environment.property(STATIC_KEY)))
        || STATIC_KEYS.stream()
            .anyMatch(name -> accessKeyId.equals(stripped(environment.variable(name))));
  }

  private static @Nullable String stripped(@Nullable String key) {
    return key == null ? null : key.strip();
  }

  /**
   * Returns whether another identity is meant.
   *
   * @param identity the identity that was learned from the response with the key, or null
   */
  boolean allows(SignedCall call, @Nullable String identity) {
    if (allowed.isEmpty()) {
      return false;
    }
    ProviderKind kind = call.providerKind();
    String provider = Objects.requireNonNullElse(call.provider(), "");
    return allowed.stream()
        .anyMatch(
            meant ->
                meant.equals(call.accessKeyId())
                    || meant.equals(provider)
                    || provider.endsWith("." + meant)
                    || (identity != null && identity.startsWith(meant + " ("))
                    || (kind != null && meant.equals(kind.word())));
  }
}
