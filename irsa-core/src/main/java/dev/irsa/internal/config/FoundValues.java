package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings as they were set, texts or objects, each with its origin; not parsed, and
 * perhaps not valid. Settings of the handle are not among them, because a session must not retain a
 * handle's listeners. Immutable.
 */
final class FoundValues {

  private static final FoundValues NONE = new FoundValues(new SettingValue<?>[Setting.count()]);

  /** By the index of the setting. */
  private final @Nullable SettingValue<?>[] values;

  private FoundValues(@Nullable SettingValue<?>[] values) {
    this.values = values;
  }

  static FoundValues none() {
    return NONE;
  }

  /**
   * Finds the values of a process and its code. Values set in code take precedence over properties,
   * and properties over variables.
   */
  static FoundValues of(Environment environment, GivenSettings given) {
    boolean readsIdentity = !Boolean.FALSE.equals(given.get(Setting.USE_ENVIRONMENT_IDENTITY));
    @Nullable SettingValue<?>[] found = new SettingValue<?>[Setting.count()];
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.isOfHandle()) {
        continue;
      }
      SettingValue<?> value = given.value(setting);
      Setting<?> other = setting.replaces();
      boolean isReplaced = other != null && given.has(other);
      if (value == null && !isReplaced && (readsIdentity || !setting.isOfIdentity())) {
        value = setting.in(environment);
      }
      found[i] = value;
    }
    return new FoundValues(found);
  }

  /**
   * Returns the values of a view, whose settings replace those of its handle. A view without a role
   * has a blank one.
   */
  FoundValues ofView(GivenSettings view) {
    @Nullable SettingValue<?>[] found = values.clone();
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      SettingValue<?> value = view.allows(setting) ? view.value(setting) : null;
      if (value != null) {
        found[i] = value;
      } else if (view.isChained() && setting.isDroppedByChainedRoles()) {
        found[i] = null;
      }
    }
    if (!view.has(Setting.ROLE_ARN)) {
      found[Setting.ROLE_ARN.index()] = new SettingValue<>("", SettingValue.BUILDER);
    }
    return new FoundValues(found);
  }

  /**
   * Returns the values for a token that a role signs for. What concerns the session of the role is
   * not among them, nor what leads to the global endpoint, which does not serve tokens.
   *
   * @param isRoleKnown whether the role is known, and not only its issuer
   */
  FoundValues ofOutboundToken(boolean isRoleKnown) {
    @Nullable SettingValue<?>[] found = values.clone();
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.isDroppedByChainedRoles()
          || setting == Setting.STS_REGIONAL_ENDPOINTS
          || setting == Setting.REFRESH_POLICY
          || (setting == Setting.ROLE_ARN && !isRoleKnown)) {
        found[i] = null;
      }
    }
    return new FoundValues(found);
  }

  /** Returns these with another value. */
  @SuppressWarnings("ReferenceEquality") // The same value needs no copy.
  FoundValues with(Setting<?> setting, @Nullable SettingValue<?> value) {
    if (value == get(setting)) {
      return this;
    }
    @Nullable SettingValue<?>[] copy = values.clone();
    copy[setting.index()] = value;
    return new FoundValues(copy);
  }

  // What a source needs of them, with the defaults of what nobody has set.

  /** Returns the values that a source needs. */
  FoundValues neededBy(IdentitySource source) {
    @Nullable SettingValue<?>[] needed = new SettingValue<?>[values.length];
    for (int i = 0; i < needed.length; i++) {
      Setting<?> setting = Setting.at(i);
      needed[i] = setting.isNeededBy(source) ? orDefault(setting) : null;
    }
    return new FoundValues(needed);
  }

  /** Returns the values that say where STS is. */
  FoundValues locatingSts() {
    @Nullable SettingValue<?>[] needed = new SettingValue<?>[values.length];
    for (int i = 0; i < needed.length; i++) {
      Setting<?> setting = Setting.at(i);
      needed[i] = setting.locatesSts() ? orDefault(setting) : null;
    }
    return new FoundValues(needed);
  }

  /** Returns the values of some settings. */
  FoundValues only(Setting<?>... settings) {
    @Nullable SettingValue<?>[] needed = new SettingValue<?>[values.length];
    for (Setting<?> setting : settings) {
      needed[setting.index()] = orDefault(setting);
    }
    return new FoundValues(needed);
  }

  private @Nullable SettingValue<?> orDefault(Setting<?> setting) {
    SettingValue<?> value = get(setting);
    return value == null ? setting.standard() : value;
  }

  // The values.

  /** Returns a value, or null. */
  @Nullable SettingValue<?> get(Setting<?> setting) {
    return values[setting.index()];
  }

  /** Returns whether a setting has a value. */
  boolean has(Setting<?> setting) {
    return get(setting) != null;
  }

  /** Returns whether the value of a setting was given in code. */
  boolean isGiven(Setting<?> setting) {
    SettingValue<?> value = get(setting);
    return value != null && !setting.isInEnvironment(value.origin());
  }

  /** Returns whether the value of a setting was found in a property or variable. */
  boolean isInEnvironment(Setting<?> setting) {
    return has(setting) && !isGiven(setting);
  }

  /** Returns the first setting for some sources that was given in code, or null. */
  @Nullable Setting<?> firstGiven(Setting.Scope scope) {
    for (int i = 0; i < values.length; i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.scope() == scope && isGiven(setting)) {
        return setting;
      }
    }
    return null;
  }

  /** Returns whether any setting for some sources has a value. */
  boolean hasAny(Setting.Scope scope) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null && Setting.at(i).scope() == scope) {
        return true;
      }
    }
    return false;
  }

  /** Omits the values, some of which are secret. */
  @Override
  public String toString() {
    return "FoundValues";
  }
}
