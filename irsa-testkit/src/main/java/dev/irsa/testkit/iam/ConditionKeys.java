package dev.irsa.testkit.iam;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The condition keys that requests in the lab can have. A key of {@code aws:} or {@code sts:}
 * beyond them is one that AWS would know and the lab would silently take for absent. Keys of other
 * prefixes are those of identity providers.
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

  /** A provider's keys with a single value; those of several cannot be variables. */
  private static final Set<String> OF_PROVIDERS = Set.of(":sub", ":aud", ":oaud");

  private ConditionKeys() {}

  static boolean isVariable(String key) {
    return isKnown(key) && (isOfAws(key) || OF_PROVIDERS.stream().anyMatch(lower(key)::endsWith));
  }

  /** Whether the lab can tell what the key's value is in a request, none included. */
  static boolean isKnown(String key) {
    boolean reserved = lower(key).startsWith("aws:") || lower(key).startsWith("sts:");
    return !reserved || isOfAws(key);
  }

  /** The keys of AWS that requests can have, sorted, for messages. */
  static Set<String> ofAws() {
    return new TreeSet<>(OF_AWS);
  }

  /** What a policy variable can name, sorted, for messages. */
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
