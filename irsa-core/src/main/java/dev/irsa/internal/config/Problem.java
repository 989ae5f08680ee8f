package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the settings. Immutable.
 *
 * @param kind what decides about it, so that nobody needs to search the words
 * @param setting the setting
 * @param name the setting in the words of the door through which it came
 * @param origin where the value was set; null if it is missing
 * @param found what was found, without secrets
 * @param fix what to do
 */
public record Problem(
    Kind kind, Setting<?> setting, String name, @Nullable String origin, String found, String fix) {

  /** What kind of problem it is. */
  public enum Kind {
    /** The process is configured for none of the sources. */
    NOT_CONFIGURED,
    /** A setting is missing that another one needs. */
    MISSING,
    /** The value is not one of this setting. */
    INVALID,
    /** Two valid settings contradict each other. */
    CONFLICT,
    /** The region is an availability zone. */
    AVAILABILITY_ZONE,
    /** The region belongs to another partition than the role. */
    PARTITION,
    /** The region has neither FIPS nor dual-stack endpoints. */
    ENDPOINT_VARIANT
  }

  /** Returns a problem of a value, or of a missing one. */
  static Problem of(
      Kind kind, Setting<?> setting, @Nullable Value<?> value, String found, String fix) {
    String origin = value == null ? null : value.origin();
    return new Problem(kind, setting, setting.nameAt(origin), origin, found, fix);
  }

  /** Returns this problem for users. */
  public MisconfiguredException.Problem forUsers() {
    return new MisconfiguredException.Problem(name, origin, found, fix);
  }
}
