package dev.irsa.policy;

import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One statement of a trust policy. */
record Statement(
    boolean deny,
    Map<String, List<String>> principals,
    List<String> actions,
    List<Condition> conditions) {
  private static final String ANYONE = "*";

  /** Returns the reasons why the statement does not apply to the request; empty if it applies. */
  List<Reason> mismatches(int index, PolicyRequest request) {
    List<Reason> mismatches = new ArrayList<>();
    if (actions.stream().noneMatch(action -> actionMatches(action, request.action()))) {
      mismatches.add(
          new Reason(index, Kind.ACTION, "Action", actions, List.of(request.action()), ""));
    }
    if (!principalMatches(request)) {
      mismatches.add(
          new Reason(
              index,
              Kind.PRINCIPAL,
              "Principal." + request.principalKind(),
              named(request.principalKind()),
              request.principals(),
              ""));
    }
    for (Condition condition : conditions) {
      if (!condition.holds(request)) {
        mismatches.add(condition.reason(index, request));
      }
    }
    return mismatches;
  }

  private boolean principalMatches(PolicyRequest request) {
    if (principals.containsKey(ANYONE)) {
      return true;
    }
    List<String> named = named(request.principalKind());
    return named.contains(ANYONE) || request.principals().stream().anyMatch(named::contains);
  }

  private List<String> named(String kind) {
    return principals.getOrDefault(kind, List.of());
  }

  private static boolean actionMatches(String pattern, String action) {
    // Action names are case-insensitive; values of conditions are not.
    return Wildcard.of(pattern.toLowerCase(Locale.ROOT)).matches(action.toLowerCase(Locale.ROOT));
  }
}
