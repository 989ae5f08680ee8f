package dev.irsa.policy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The supported condition keys. Other keys with the prefix {@code aws:} or {@code sts:} exist in
 * AWS, but would silently be treated as absent, so they are rejected. Keys with other prefixes
 * belong to identity providers.
 */
final class ConditionKeys {
  private static final Set<String> OF_AWS =
      Set.of(
          "aws:FederatedProvider",
          "aws:PrincipalArn",
          "aws:PrincipalAccount",
          "aws:SourceAccount",
          "aws:SourceArn",
          "aws:SourceIdentity",
          "aws:userid",
          "aws:username",
          "sts:ExternalId",
          "sts:RoleSessionName",
          "sts:SourceIdentity");

  /** Prefixes of keys that end with the key of a tag. */
  private static final Set<String> OF_TAGS = Set.of("aws:PrincipalTag/", "aws:RequestTag/");

  /** The keys with several values, which cannot be used as variables. */
  private static final Set<String> OF_LISTS = Set.of("aws:TagKeys", "sts:TransitiveTagKeys");

  /** The single-valued keys of providers. Keys with several values cannot be used as variables. */
  private static final Set<String> OF_PROVIDERS = Set.of(":sub", ":aud", ":oaud");

  private ConditionKeys() {}

  static boolean isVariable(String key) {
    return isSingleOfAws(key)
        || (!isReserved(key) && OF_PROVIDERS.stream().anyMatch(lower(key)::endsWith));
  }

  /** Returns whether the value of the key in a request is known, or known to be absent. */
  static boolean isKnown(String key) {
    return !isReserved(key)
        || isSingleOfAws(key)
        || OF_LISTS.stream().anyMatch(key::equalsIgnoreCase);
  }

  private static boolean isReserved(String key) {
    return lower(key).startsWith("aws:") || lower(key).startsWith("sts:");
  }

  /** Returns the supported keys of AWS, sorted, for messages. */
  static Set<String> ofAws() {
    Set<String> keys = singleOfAws();
    keys.addAll(OF_LISTS);
    return keys;
  }

  private static Set<String> singleOfAws() {
    Set<String> keys = new TreeSet<>(OF_AWS);
    OF_TAGS.forEach(prefix -> keys.add(prefix + "<tag>"));
    return keys;
  }

  /** Returns the keys that a policy variable can name, sorted, for messages. */
  static Set<String> variables() {
    Set<String> variables = singleOfAws();
    OF_PROVIDERS.forEach(key -> variables.add("<issuer>" + key));
    return variables;
  }

  private static boolean isSingleOfAws(String key) {
    return OF_AWS.stream().anyMatch(key::equalsIgnoreCase)
        || OF_TAGS.stream().anyMatch(prefix -> isTag(key, prefix));
  }

  private static boolean isTag(String key, String prefix) {
    return key.length() > prefix.length() && key.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
