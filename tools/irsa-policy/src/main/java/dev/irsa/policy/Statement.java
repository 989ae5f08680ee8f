package dev.irsa.policy;

import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One statement of a policy.
 *
 * @param resources the resources that it names; empty in a trust policy
 */
record Statement(
    boolean deny,
    Map<String, List<String>> principals,
    List<String> actions,
    List<String> resources,
    List<Condition> conditions) {
  private static final String ANYONE = "*";

  /** Evaluates statements as IAM does: an explicit Deny overrides every Allow. */
  static Decision evaluate(List<Statement> statements, PolicyRequest request) {
    List<Reason> against = new ArrayList<>();
    List<Reason> allowing = new ArrayList<>();
    for (int index = 0; index < statements.size(); index++) {
      Statement statement = statements.get(index);
      List<Reason> mismatches = statement.mismatches(index, request);
      if (!mismatches.isEmpty()) {
        against.addAll(statement.deny() ? List.of() : mismatches);
      } else if (statement.deny()) {
        return new Decision(false, List.of(verdict(index, Kind.DENIED)));
      } else {
        allowing.add(verdict(index, Kind.ALLOWED));
      }
    }
    return allowing.isEmpty() ? new Decision(false, against) : new Decision(true, allowing);
  }

  private static Reason verdict(int index, Kind kind) {
    return new Reason(index, kind, "Effect", List.of(), List.of(), "");
  }

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
    if (!resources.isEmpty()
        && resources.stream().noneMatch(each -> Wildcard.of(each).matches(request.resource()))) {
      mismatches.add(
          new Reason(index, Kind.RESOURCE, "Resource", resources, List.of(request.resource()), ""));
    }
    for (Condition condition : conditions) {
      // Whoever does not know the region must not report that it denies the request.
      boolean isMet = request.isJudged(condition.key()) ? condition.holds(request) : !deny;
      if (!isMet) {
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
