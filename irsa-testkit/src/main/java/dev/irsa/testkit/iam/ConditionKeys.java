package dev.irsa.testkit.iam;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The condition keys that requests in the lab can have. Other keys with the prefix {@code aws:} or
 * {@code sts:} exist in AWS, but the lab would silently treat them as absent, so they are rejected.
 * Keys with other prefixes belong to identity providers.
 */
final class ConditionKeys {
  private static final Set<String> OF_AWS =
      Set.of(
          "aws:FederatedProvider",
          "aws:PrincipalArn",
          "aws:PrincipalAccount",
          "aws:userid",
          "aws:username",
          "sts:ExternalId",
          "sts:RoleSessionName");

  /** The single-valued keys of providers. Keys with several values cannot be used as variables. */
  private static final Set<String> OF_PROVIDERS = Set.of(":sub", ":aud", ":oaud");

  private ConditionKeys() {}

  static boolean isVariable(String key) {
    return isKnown(key) && (isOfAws(key) || OF_PROVIDERS.stream().anyMatch(lower(key)::endsWith));
  }

  /**
   * Returns whether the lab knows the value of the key in a request, or knows that it is absent.
   */
  static boolean isKnown(String key) {
    boolean reserved = lower(key).startsWith("aws:") || lower(key).startsWith("sts:");
    return !reserved || isOfAws(key);
  }

  /** Returns the supported keys of AWS, sorted, for messages. */
  static Set<String> ofAws() {
    return new TreeSet<>(OF_AWS);
  }

  /** Returns the keys that a policy variable can name, sorted, for messages. */
  static Set<String> variables() {
    Set<String> variables = ofAws();
    OF_PROVIDERS.forEach(key -> variables.add("<issuer>" + key));
    return variables;
  }

  private static boolean isOfAws(String key) {
    return OF_AWS.stream().anyMatch(key::equalsIgnoreCase);
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
