package dev.irsa.internal.config;

import dev.irsa.credentials.RoleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a handle or a view in code: from the builder, a {@link RoleRequest}, a
 * framework's keys, Spring's properties or the agent. They take precedence over system properties
 * and environment variables. Immutable; {@link #toString()} shows no values.
 */
public final class GivenSettings {

  private static final GivenSettings NONE =
      new GivenSettings(new SettingValue<?>[Setting.count()], null);

  /** By the index of the setting. */
  private final @Nullable SettingValue<?>[] values;

  /** The chained role of a view, otherwise null. */
  private final @Nullable RoleRequest chainedRole;

  private GivenSettings(@Nullable SettingValue<?>[] values, @Nullable RoleRequest chainedRole) {
    this.values = values;
    this.chainedRole = chainedRole;
  }

  /** Returns an instance without settings. */
  public static GivenSettings none() {
    return NONE;
  }

  /** Returns a copy with a setting of a builder. */
  public <T> GivenSettings with(Setting<T> setting, T value) {
    return with(setting, new SettingValue<>(value, SettingValue.BUILDER));
  }

  /** Returns a copy with a setting of a builder, as text in the format of its variable. */
  public GivenSettings withText(Setting<?> setting, String text) {
    return withText(setting, text, SettingValue.BUILDER);
  }

  /**
   * Returns a copy with a setting, as text in the format of its variable. A blank text counts as
   * missing.
   *
   * @param origin the name by which users set it, such as {@code irsa.role-arn}
   */
  public GivenSettings withText(Setting<?> setting, String text, String origin) {
    return with(setting, new SettingValue<>(text, origin));
  }

  /** Returns a copy with a value and its origin. */
  public GivenSettings with(Setting<?> setting, SettingValue<?> value) {
    @Nullable SettingValue<?>[] copy = values.clone();
    Setting<?> replaced = setting.replaces();
    if (replaced != null) {
      copy[replaced.index()] = null;
    }
    copy[setting.index()] = value;
    return new GivenSettings(copy, chainedRole);
  }

  /** Returns a copy for a view of the handle that these settings open. */
  public GivenSettings withView(ViewRequest view) {
    List<ViewRequest> more = new ArrayList<>(views());
    more.add(view);
    return with(Setting.VIEWS, List.copyOf(more));
  }

  /** Returns the views that a provider opens. */
  public List<ViewRequest> views() {
    return Objects.requireNonNullElse(get(Setting.VIEWS), List.of());
  }

  /**
   * Returns the settings of a view.
   *
   * @param isChained whether the role is assumed with the credentials of the handle; otherwise with
   *     the same token
   */
  public static GivenSettings of(RoleRequest request, boolean isChained) {
    @Nullable SettingValue<?>[] values = new SettingValue<?>[Setting.count()];
    put(values, Setting.ROLE_ARN, request.roleArn());
    put(values, Setting.ROLE_SESSION_NAME, request.roleSessionName());
    put(values, Setting.SESSION_DURATION, request.sessionDuration());
    put(values, Setting.SESSION_POLICY, request.sessionPolicy());
    put(values, Setting.SESSION_POLICY_ARNS, request.sessionPolicyArns());
    put(values, Setting.EXTERNAL_ID, request.externalId());
    put(values, Setting.SOURCE_IDENTITY, request.sourceIdentity());
    put(values, Setting.SESSION_TAGS, unlessEmpty(request.sessionTags(), Map.of()));
    put(values, Setting.TRANSITIVE_TAG_KEYS, unlessEmpty(request.transitiveTagKeys(), List.of()));
    put(values, Setting.REGION, request.region());
    return new GivenSettings(values, isChained ? request : null);
  }

  private static void put(
      @Nullable SettingValue<?>[] values, Setting<?> setting, @Nullable Object value) {
    if (value != null) {
      values[setting.index()] = new SettingValue<>(value, SettingValue.BUILDER);
    }
  }

  private static <T> @Nullable T unlessEmpty(T value, T empty) {
    return value.equals(empty) ? null : value;
  }

  /** Returns the role that the credentials of the handle assume, or null. */
  @Nullable RoleRequest chainedRole() {
    return chainedRole;
  }

  /** Returns whether these are the settings of a chained role. */
  boolean isChained() {
    return chainedRole != null;
  }

  /** Returns whether a setting is set and not blank. */
  public boolean has(Setting<?> setting) {
    return value(setting) != null;
  }

  /** Returns whether a view may differ from its handle in a setting. */
  boolean allows(Setting<?> setting) {
    return isChained() || setting.isForRole();
  }

  /** Returns whether any setting for some sources is set and not blank. */
  public boolean hasAny(Setting.Scope scope) {
    for (Setting<?> setting : settings()) {
      if (setting.scope() == scope && has(setting)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether any setting is set with which a process is configured for a pod's identity. */
  public boolean configuresPod() {
    for (Setting<?> setting : settings()) {
      if (setting.configuresPod() && has(setting)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a value that was set as an object, or null. Not for settings that may be texts. */
  @SuppressWarnings("unchecked") // The typed methods of builders set no other objects.
  public <T> @Nullable T get(Setting<T> setting) {
    SettingValue<?> value = values[setting.index()];
    return value == null ? null : (T) value.value();
  }

  /** Returns the environment that replaces the process's, or the process's. */
  public Environment environment() {
    Environment given = get(Setting.ENVIRONMENT);
    return given == null ? Environment.system() : given;
  }

  /** Returns a value, texts trimmed, or null if it is missing or blank. */
  @Nullable SettingValue<?> value(Setting<?> setting) {
    SettingValue<?> value = values[setting.index()];
    return value != null && value.value() instanceof String text && !setting.mayNotBeBlank()
        ? Setting.trimmed(text, value.origin())
        : value;
  }

  /** Returns whether a setting is a blank text. */
  boolean isBlank(Setting<?> setting) {
    SettingValue<?> value = values[setting.index()];
    return value != null && value.value() instanceof String text && text.isBlank();
  }

  /** Returns whether no setting is set. */
  public boolean isEmpty() {
    return settings().isEmpty();
  }

  /** Returns the settings that are set, including blank ones. */
  List<Setting<?>> settings() {
    List<Setting<?>> settings = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        settings.add(Setting.at(i));
      }
    }
    return settings;
  }

  /** Returns whether any value has this origin. */
  boolean isOrigin(@Nullable String origin) {
    for (SettingValue<?> value : values) {
      if (value != null && value.origin().equals(origin)) {
        return true;
      }
    }
    return false;
  }

  /** Names the settings, and omits their values, which may be secret. */
  @Override
  public String toString() {
    return "GivenSettings" + settings();
  }
}
