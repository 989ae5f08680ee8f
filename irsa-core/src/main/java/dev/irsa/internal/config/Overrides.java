package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.TokenSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings given in code. They take precedence over system properties and environment
 * variables, and their origin is "builder". Immutable.
 */
public final class Overrides {

  private static final Overrides NONE = new Overrides(Map.of(), false, false);

  /** Set by the class of the public builders when it is initialized, so before there is one. */
  private static volatile @Nullable Function<Object, Overrides> reader;

  /** Texts in the format of an environment variable, and objects of settings that have none. */
  private final Map<Setting, Object> values;

  private final boolean wholeIdentity;
  private final boolean eager;

  private Overrides(Map<Setting, Object> values, boolean wholeIdentity, boolean eager) {
    this.values = values;
    this.wholeIdentity = wholeIdentity;
    this.eager = eager;
  }

  /** Returns an instance without settings. */
  public static Overrides none() {
    return NONE;
  }

  /** Sets how the settings of a public builder are read, which does not show them. */
  public static void readBy(Function<Object, Overrides> given) {
    reader = given;
  }

  /** Returns the settings of a public builder. */
  public static Overrides of(Object publicBuilder) {
    return Objects.requireNonNull(reader, "there are no builders yet").apply(publicBuilder);
  }

  /** Returns the parameters of a session that a request sets. */
  static Overrides ofRequest(RoleRequest request) {
    Long seconds = request.sessionDuration() == null ? null : request.sessionDuration().toSeconds();
    return NONE.set(Setting.ROLE_SESSION_NAME, request.roleSessionName())
        .set(Setting.SESSION_DURATION_SECONDS, seconds)
        .set(Setting.SESSION_POLICY, request.sessionPolicy())
        .set(Setting.SESSION_POLICY_ARNS, request.sessionPolicyArns())
        .set(Setting.REGION, request.region());
  }

  private Overrides set(Setting setting, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    // Not an EnumMap, which calls the enum by reflection: a millisecond at the start of a process.
    Map<Setting, Object> copy = new HashMap<>(values);
    copy.put(setting, value);
    return new Overrides(copy, wholeIdentity, eager);
  }

  private Overrides without(Setting setting) {
    Map<Setting, Object> copy = new HashMap<>(values);
    copy.remove(setting);
    return new Overrides(copy, wholeIdentity, eager);
  }

  /**
   * Returns a copy with an additional setting.
   *
   * @param setting the setting
   * @param value the value in the format of an environment variable; an empty value counts as
   *     missing
   */
  public Overrides with(Setting setting, String value) {
    Overrides kept =
        setting == Setting.WEB_IDENTITY_TOKEN_FILE ? without(Setting.WEB_IDENTITY_TOKEN) : this;
    return kept.set(setting, value);
  }

  /** Returns a copy whose tokens are supplied, and not read from a file. The last one counts. */
  public Overrides withTokenSupplier(TokenSupplier supplier) {
    return without(Setting.WEB_IDENTITY_TOKEN_FILE).set(Setting.WEB_IDENTITY_TOKEN, supplier);
  }

  /** Returns what supplies the web identity tokens in place of a file, or null. */
  @Nullable TokenSupplier tokenSupplier() {
    return (TokenSupplier) values.get(Setting.WEB_IDENTITY_TOKEN);
  }

  /** Returns a copy with the given managed session policies, at most ten. */
  public Overrides withPolicyArns(List<String> arns) {
    return set(Setting.SESSION_POLICY_ARNS, List.copyOf(arns));
  }

  /** Returns the managed session policies, may be empty. */
  @SuppressWarnings("unchecked") // Only set above.
  public List<String> policyArns() {
    return (List<String>) values.getOrDefault(Setting.SESSION_POLICY_ARNS, List.of());
  }

  /**
   * Returns a copy.
   *
   * @param use whether properties and variables may supply the role, the token file, the container
   *     credentials, the session name and the region. The settings that determine how STS is
   *     reached (endpoint, proxy, authorities, FIPS and so on) are always read from them
   */
  public Overrides withEnvironmentIdentity(boolean use) {
    return new Overrides(values, !use, eager);
  }

  /** Returns a copy that says whether the first credentials are fetched at once. */
  public Overrides withEager(boolean isEager) {
    return new Overrides(values, wholeIdentity, isEager);
  }

  /** Returns whether the first credentials are fetched at once. Not part of the equality. */
  public boolean isEager() {
    return eager;
  }

  /** Returns a copy that uses only one source, and ignores the settings of the other. */
  public Overrides withSource(IdentitySource only) {
    return set(Setting.IDENTITY_SOURCE, only);
  }

  /** Returns the only source to use, or null. */
  @Nullable IdentitySource source() {
    return (IdentitySource) values.get(Setting.IDENTITY_SOURCE);
  }

  /** Returns whether properties and variables may supply a setting. */
  boolean readsEnvironment(Setting setting) {
    return !wholeIdentity || !setting.belongsToIdentity();
  }

  /** Returns the text of a setting, or null if it was not given in code. */
  public @Nullable String value(Setting setting) {
    Object value = values.get(setting);
    return value == null ? null : value.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Overrides that
            && values.equals(that.values)
            && wholeIdentity == that.wholeIdentity);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
