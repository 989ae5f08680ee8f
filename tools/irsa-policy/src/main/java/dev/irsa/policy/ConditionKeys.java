package dev.irsa.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The supported condition keys. Other keys with the prefix {@code aws:} or {@code sts:} exist in
 * AWS. They are rejected, because otherwise they would silently be treated as absent. Keys with
 * other prefixes belong to identity providers. Keys are case-insensitive.
 */
final class ConditionKeys {
  private static final String TAG = "<tag>";
  private static final Set<String> SINGLE =
      inAnyCase(
          "aws:FederatedProvider",
          "aws:PrincipalArn",
          "aws:PrincipalAccount",
          "aws:PrincipalTag/" + TAG,
          "aws:RequestTag/" + TAG,
          PolicyRequest.REQUESTED_REGION,
          "aws:SourceAccount",
          "aws:SourceArn",
          "aws:SourceIdentity",
          "aws:userid",
          "aws:username",
          "sts:DurationSeconds",
          "sts:ExternalId",
          "sts:RoleSessionName",
          "sts:SigningAlgorithm",
          "sts:SourceIdentity");

  /** The keys with several values, which cannot be used as variables. */
  private static final Set<String> LISTS =
      inAnyCase("aws:TagKeys", "sts:IdentityTokenAudience", "sts:TransitiveTagKeys");

  /** The single-valued keys of providers. Keys with several values cannot be used as variables. */
  private static final List<String> OF_PROVIDERS = List.of(":sub", ":aud", ":oaud");

  private ConditionKeys() {}

  private static Set<String> inAnyCase(String... keys) {
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(List.of(keys));
    return all;
  }

  static boolean isVariable(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return isReserved(lower) ? isSingle(key) : OF_PROVIDERS.stream().anyMatch(lower::endsWith);
  }

  /** Returns whether the value of the key in a request is known, or known to be absent. */
  static boolean isKnown(String key) {
    return !isReserved(key.toLowerCase(Locale.ROOT)) || isSingle(key) || LISTS.contains(key);
  }

  private static boolean isReserved(String lower) {
    return lower.startsWith("aws:") || lower.startsWith("sts:");
  }

  private static boolean isSingle(String key) {
    int slash = key.indexOf('/') + 1;
    boolean isTag = slash > 0 && slash < key.length();
    return SINGLE.contains(isTag ? key.substring(0, slash) + TAG : key);
  }

  /** Returns the supported keys of AWS, sorted, for messages. */
  static Set<String> ofAws() {
    Set<String> keys = new TreeSet<>(SINGLE);
    keys.addAll(LISTS);
    return keys;
  }

  /** Returns the keys that a policy variable can name, sorted, for messages. */
  static Set<String> variables() {
    Set<String> variables = new TreeSet<>(SINGLE);
    OF_PROVIDERS.forEach(key -> variables.add("<issuer>" + key));
    return variables;
  }
}
