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

  private static final Overrides NONE =
      new Overrides(Map.of(), List.of(), false, null, null, false);

  /** Set by the class of the public builders when it is initialized, so before there is one. */
  private static volatile @Nullable Function<Object, Overrides> reader;

  private final Map<Setting, String> values;
  private final List<String> policyArns;
  private final boolean wholeIdentity;
  private final @Nullable IdentitySource source;
  private final @Nullable TokenSupplier tokenSupplier;
  private final boolean eager;

  private Overrides(
      Map<Setting, String> values,
      List<String> policyArns,
      boolean wholeIdentity,
      @Nullable IdentitySource source,
      @Nullable TokenSupplier tokenSupplier,
      boolean eager) {
    this.values = values;
    this.policyArns = policyArns;
    this.wholeIdentity = wholeIdentity;
    this.source = source;
    this.tokenSupplier = tokenSupplier;
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
    Overrides set = NONE;
    if (request.roleSessionName() != null) {
      set = set.with(Setting.ROLE_SESSION_NAME, request.roleSessionName());
    }
    if (request.sessionDuration() != null) {
      set =
          set.with(
              Setting.SESSION_DURATION_SECONDS,
              Long.toString(request.sessionDuration().toSeconds()));
    }
    if (request.sessionPolicy() != null) {
      set = set.with(Setting.SESSION_POLICY, request.sessionPolicy());
    }
    if (request.region() != null) {
      set = set.with(Setting.REGION, request.region());
    }
    return request.sessionPolicyArns() == null
        ? set
        : set.withPolicyArns(request.sessionPolicyArns());
  }

  /**
   * Returns a copy with an additional setting.
   *
   * @param setting the setting
   * @param value the value in the format of an environment variable; an empty value counts as
   *     missing
   */
  public Overrides with(Setting setting, String value) {
    // Not an EnumMap, which calls the enum by reflection: a millisecond at the start of a process.
    Map<Setting, String> copy = new HashMap<>(values);
    copy.put(setting, value);
    boolean isFile = setting == Setting.WEB_IDENTITY_TOKEN_FILE;
    if (isFile) {
      copy.remove(Setting.WEB_IDENTITY_TOKEN);
    }
    return new Overrides(
        copy, policyArns, wholeIdentity, source, isFile ? null : tokenSupplier, eager);
  }

  /** Returns a copy whose tokens are supplied, and not read from a file. The last one counts. */
  public Overrides withTokenSupplier(TokenSupplier supplier) {
    Map<Setting, String> copy = new HashMap<>(values);
    copy.remove(Setting.WEB_IDENTITY_TOKEN_FILE);
    copy.put(Setting.WEB_IDENTITY_TOKEN, supplier.toString());
    return new Overrides(copy, policyArns, wholeIdentity, source, supplier, eager);
  }

  /** Returns what supplies the web identity tokens in place of a file, or null. */
  @Nullable TokenSupplier tokenSupplier() {
    return tokenSupplier;
  }

  /** Returns a copy with the given managed session policies, at most ten. */
  public Overrides withPolicyArns(List<String> arns) {
    return new Overrides(values, List.copyOf(arns), wholeIdentity, source, tokenSupplier, eager);
  }

  /**
   * Returns a copy.
   *
   * @param use whether properties and variables may supply the role, the token file, the container
   *     credentials, the session name and the region. The settings that determine how STS is
   *     reached (endpoint, proxy, authorities, FIPS and so on) are always read from them
   */
  public Overrides withEnvironmentIdentity(boolean use) {
    return new Overrides(values, policyArns, !use, source, tokenSupplier, eager);
  }

  /** Returns a copy that uses only one source, and ignores the settings of the other. */
  public Overrides withSource(IdentitySource only) {
    return new Overrides(values, policyArns, wholeIdentity, only, tokenSupplier, eager);
  }

  /** Returns a copy that says whether the first credentials are fetched at once. */
  public Overrides withEager(boolean isEager) {
    return new Overrides(values, policyArns, wholeIdentity, source, tokenSupplier, isEager);
  }

  /** Returns whether the first credentials are fetched at once. Not part of the equality. */
  public boolean isEager() {
    return eager;
  }

  /** Returns the only source to use, or null. */
  @Nullable IdentitySource source() {
    return source;
  }

  /** Returns whether properties and variables may supply a setting. */
  boolean readsEnvironment(Setting setting) {
    return !wholeIdentity || !setting.belongsToIdentity();
  }

  /** Returns the value of a setting, or null if it was not given in code. */
  public @Nullable String value(Setting setting) {
    return values.get(setting);
  }

  /** Returns the managed session policies, may be empty. */
  public List<String> policyArns() {
    return policyArns;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Overrides that
            && values.equals(that.values)
            && policyArns.equals(that.policyArns)
            && wholeIdentity == that.wholeIdentity
            && source == that.source
            && Objects.equals(tokenSupplier, that.tokenSupplier));
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
