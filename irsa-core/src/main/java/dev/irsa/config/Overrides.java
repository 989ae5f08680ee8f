package dev.irsa.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What code set: these values stand before system properties and environment variables, and their
 * origin is "builder". Immutable.
 */
public final class Overrides {

  private static final Overrides NONE = new Overrides(new EnumMap<>(Setting.class), List.of());

  private final Map<Setting, String> values;
  private final List<String> policyArns;

  private Overrides(Map<Setting, String> values, List<String> policyArns) {
    this.values = values;
    this.policyArns = policyArns;
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
    return new Overrides(more, policyArns);
  }

  /** Returns these values and the managed session policies, at most ten. */
  public Overrides withPolicyArns(List<String> arns) {
    return new Overrides(values, List.copyOf(arns));
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
