package dev.irsa.doctor;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.internal.check.Finding;
import dev.irsa.doctor.internal.text.VisibleText;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The findings of an examination: one check for each known cause, and the most likely cause.
 * Immutable. Contains no secrets, so it can be pasted into a ticket.
 *
 * @since 0.1
 */
public final class Report {

  private final List<Check> checks;
  private final @Nullable Check cause;
  private final String healthy;

  /**
   * Creates a report.
   *
   * @param checks all checks, in the order of their ids
   * @param cause the check that names the most likely cause, or null if no check failed
   * @param healthy the conclusion if no check failed
   */
  Report(List<Check> checks, @Nullable Check cause, String healthy) {
    this.checks = List.copyOf(checks);
    this.cause = cause;
    this.healthy = VisibleText.line(healthy);
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
   * @throws IllegalArgumentException if no check has this id
   */
  public Check check(String id) {
    return checks.stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown check " + id));
  }

  /**
   * Returns the checks as they are shown. Checks that were skipped for the same reason are shown as
   * one: the first of them, which names the others.
   */
  public List<Check> summary() {
    Map<String, List<Check>> skipped = new LinkedHashMap<>();
    for (Check check : checks) {
      String key = check.verdict() == Verdict.SKIP ? check.found() : check.id();
      skipped.computeIfAbsent(key, k -> new ArrayList<>()).add(check);
    }
    return skipped.values().stream().map(Report::merged).toList();
  }

  private static Check merged(List<Check> same) {
    Check first = same.get(0);
    String others = same.stream().skip(1).map(Check::id).collect(Collectors.joining(", "));
    return others.isEmpty()
        ? first
        : new Finding.Shown(
            first.id(),
            first.title(),
            first.verdict(),
            first.found() + " (also " + others + ")",
            first.fix(),
            first.took());
  }

  /** Returns one sentence that names the most likely cause, or says that no check failed. */
  public String conclusion() {
    if (cause != null) {
      return "Most likely cause: " + cause.id() + ", " + cause.title() + ": " + cause.found();
    }
    long warnings = checks.stream().filter(check -> check.verdict() == Verdict.WARN).count();
    String counted =
        warnings == 0 ? "" : "; " + warnings + (warnings == 1 ? " warning" : " warnings");
    return healthy + counted + ".";
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

  /**
   * Returns the report as plain text: a line for each check of the summary, fixes below it, the
   * conclusion.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Check check : summary()) {
      text.append(
          "%-7s  %-4s  %-28s  %s%n"
              .formatted(check.id(), check.verdict(), check.title(), check.found()));
      check.fix().lines().forEach(line -> text.append(" ".repeat(15)).append(line).append('\n'));
    }
    return text.append('\n').append(conclusion()).append('\n').toString();
  }
}
