package dev.irsa.testkit.iam;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The outcome of a policy evaluation, with the reason of every statement. Immutable.
 *
 * @param allowed an Allow statement matched and no Deny statement did
 * @param reasons one for each statement that decided, or for each thing that kept a statement from
 *     matching
 */
public record Decision(boolean allowed, List<Reason> reasons) {
  public Decision {
    reasons = List.copyOf(reasons);
  }

  /** All reasons, one a line. */
  public String explanation() {
    return reasons.stream().map(Reason::message).collect(Collectors.joining("\n"));
  }

  /** What a reason is about. */
  public enum Kind {
    /** An Allow statement matched. */
    ALLOWED,
    /** A Deny statement matched: nothing else counts. */
    DENIED,
    /** The statement names other principals. */
    PRINCIPAL,
    /** The statement names other actions. */
    ACTION,
    /** A condition of the statement does not hold. */
    CONDITION
  }

  /**
   * Why a statement matched or did not.
   *
   * @param statement index in the document, from 0
   * @param kind what decided
   * @param subject the condition as {@code operator key}, or the element's name
   * @param expected what the statement asks for
   * @param found what the request has; empty if it lacks the key
   * @param hint what is probably meant instead, empty if nothing stands out
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

    /** The reason as one sentence. */
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
