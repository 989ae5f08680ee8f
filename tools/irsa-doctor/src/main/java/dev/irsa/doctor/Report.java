package dev.irsa.doctor;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor found: one check for each known cause, and the most likely cause. Immutable;
 * contains no secrets, so it can be pasted into a ticket.
 *
 * @since 0.1
 */
public final class Report {

  private final List<Check> checks;
  private final @Nullable Check cause;

  /**
   * Creates a report.
   *
   * @param checks all checks, in the order of their ids
   * @param cause the check that names the most likely cause, or null if the pod is healthy
   */
  Report(List<Check> checks, @Nullable Check cause) {
    this.checks = List.copyOf(checks);
    this.cause = cause;
  }

  /** Returns all checks, in the order of their ids: the most frequent causes first. */
  public List<Check> checks() {
    return checks;
  }

  /**
   * Returns the check that names the most likely cause, or null if no check failed. Other checks
   * can fail for the same reason.
   */
  public @Nullable Check cause() {
    return cause;
  }

  /** Returns whether no check failed. Warnings do not count. */
  public boolean isHealthy() {
    return cause == null;
  }

  /**
   * Returns the check with an id.
   *
   * @throws IllegalArgumentException if there is no such check
   */
  public Check check(String id) {
    return checks.stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown check " + id));
  }

  /** Returns one sentence that names the most likely cause, or says that no check failed. */
  public String conclusion() {
    if (cause != null) {
      return "Most likely cause: " + cause.id() + ", " + cause.title() + ": " + cause.found();
    }
    long warnings = checks.stream().filter(check -> check.verdict() == Verdict.WARN).count();
    return warnings == 0
        ? "Healthy: no check failed."
        : "Healthy: no check failed; " + warnings + (warnings == 1 ? " warning." : " warnings.");
  }

  /** Returns the report as one JSON document on one line. */
  public String toJson() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("checks", checks.stream().map(Report::json).toList());
    document.put("cause", cause == null ? null : cause.id());
    return JSONObjectUtils.toJSONString(document);
  }

  private static Map<String, Object> json(Check check) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", check.id());
    members.put("title", check.title());
    members.put("verdict", check.verdict().name());
    members.put("found", check.found());
    members.put("fix", check.fix());
    members.put("millis", check.took().toMillis());
    return members;
  }

  /** Returns the report as plain text: one line for each check, fixes below it, the conclusion. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      text.append(
          "%-7s  %-4s  %-28s  %s%n"
              .formatted(check.id(), check.verdict(), check.title(), check.found()));
      check.fix().lines().forEach(line -> text.append(" ".repeat(15)).append(line).append('\n'));
    }
    return text.append('\n').append(conclusion()).append('\n').toString();
  }
}
