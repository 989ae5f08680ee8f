package dev.irsa.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a policy evaluation, with a reason for each statement. Immutable.
 *
 * @param allowed whether an Allow statement matched and no Deny statement did
 * @param reasons one reason for each statement that matched, or for each mismatch that kept a
 *     statement from matching
 */
public record Decision(boolean allowed, List<Reason> reasons) {
  public Decision {
    reasons = List.copyOf(reasons);
  }

  /** Returns all reasons, one per line. */
  public String explanation() {
    return reasons.stream().map(Reason::message).collect(Collectors.joining("\n"));
  }

  /** The kind of a reason. */
  public enum Kind {
    /** An Allow statement matched. */
    ALLOWED,
    /** A Deny statement matched, which overrides everything else. */
    DENIED,
    /** The statement applies to other principals. */
    PRINCIPAL,
    /** The statement applies to other actions. */
    ACTION,
    /** The statement applies to other resources. */
    RESOURCE,
    /** A condition of the statement is not met. */
    CONDITION
  }

  /**
   * The reason why a statement matched or did not.
   *
   * @param statement the statement's index in the document, from 0
   * @param kind the kind of the reason
   * @param subject the condition as {@code operator key}, or the element's name
   * @param expected the values in the statement
   * @param found the values in the request; empty if it lacks the key
   * @param hint what was probably meant instead; empty if unknown
   */
  public record Reason(
      int statement,
      Kind kind,
      String subject,
      List<String> expected,
      List<String> found,
      String hint) {
    public Reason {
      expected = List.copyOf(expected);
      found = List.copyOf(found);
    }

    /** Returns the reason as one sentence. */
    public String message() {
      String where = "Statement[" + statement + "]";
      return switch (kind) {
        case ALLOWED -> where + " allows the request";
        case DENIED -> where + " denies the request explicitly";
        default ->
            "%s: %s expects %s, the request has %s%s"
                .formatted(
                    where,
                    subject,
                    expected,
                    found.isEmpty() ? "none" : found,
                    hint.isEmpty() ? "" : " (" + hint + ")");
      };
    }
  }
}
