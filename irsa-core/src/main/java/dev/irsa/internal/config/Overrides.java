package dev.irsa.internal.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What code set: these values stand before system properties and environment variables, and their
 * origin is "builder". Immutable.
 */
public final class Overrides {

  private static final Overrides NONE =
      new Overrides(new EnumMap<>(Setting.class), List.of(), false);

  private final Map<Setting, String> values;
  private final List<String> policyArns;
  private final boolean wholeIdentity;

  private Overrides(Map<Setting, String> values, List<String> policyArns, boolean wholeIdentity) {
    this.values = values;
    this.policyArns = policyArns;
    this.wholeIdentity = wholeIdentity;
  }

  /** Returns no values. */
  public static Overrides none() {
    return NONE;
  }

  /**
   * Returns these values and one more.
   *
   * @param setting what is set
   * @param value its text as an environment variable would hold it; an empty one counts as absent
   */
  public Overrides with(Setting setting, String value) {
    Map<Setting, String> more = new EnumMap<>(Setting.class);
    more.putAll(values);
    more.put(setting, value);
    return new Overrides(more, policyArns, wholeIdentity);
  }

  /** Returns these values and the managed session policies, at most ten. */
  public Overrides withPolicyArns(List<String> arns) {
    return new Overrides(values, List.copyOf(arns), wholeIdentity);
  }

  /**
   * Returns the same values as all that is said of who asks: neither properties nor variables fill
   * what is missing of role, token file, session name and region. How STS is reached (endpoint,
   * proxy, authorities, FIPS and the like) still comes from there.
   */
  public Overrides asWholeIdentity() {
    return new Overrides(values, policyArns, true);
  }

  /** Returns whether properties and variables have a say in a setting. */
  boolean isOpen(Setting setting) {
    return !wholeIdentity || !setting.isOfIdentity();
  }

  /** Returns the value of a setting, or null when code did not set it. */
  public @Nullable String value(Setting setting) {
    return values.get(setting);
  }

  /** Returns the managed session policies, maybe none. */
  public List<String> policyArns() {
    return policyArns;
  }
}
