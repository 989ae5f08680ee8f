package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.text.VisibleText;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a check found. Immutable.
 *
 * @param verdict the result
 * @param found what was found, or why it could not be judged
 * @param fix how to fix it; empty if there is nothing to fix
 * @param step the step in which an application meets the cause, or null for its usual step
 */
public record Finding(Verdict verdict, String found, String fix, @Nullable Step step) {

  public static Finding pass(String found) {
    return new Finding(Verdict.PASS, found, "", null);
  }

  public static Finding warn(String found, String fix) {
    return new Finding(Verdict.WARN, found, fix, null);
  }

  public static Finding fail(String found, String fix) {
    return new Finding(Verdict.FAIL, found, fix, null);
  }

  public static Finding skip(String why) {
    return new Finding(Verdict.SKIP, why, "", null);
  }

  /** Returns a copy for a cause that an application meets in another step than usually. */
  Finding in(Step other) {
    return new Finding(verdict, found, fix, other);
  }

  /** Returns a copy with both texts changed. */
  public Finding map(UnaryOperator<String> change) {
    return new Finding(verdict, change.apply(found), change.apply(fix), step);
  }

  /** Returns the finding as it is shown. */
  public Check of(Cause cause, Duration took) {
    return new Shown(cause.id(), cause.title(), verdict, found.replace('\n', ' '), fix, took);
  }

  /** A finding as it is shown: all outputs are made of these texts. */
  public record Shown(
      String id, String title, Verdict verdict, String found, String fix, Duration took)
      implements Check {

    /** Makes everything visible, since parts of the texts come from outside. */
    public Shown {
      found = VisibleText.line(found);
      fix = VisibleText.lines(fix);
    }
  }
}
