package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import java.util.List;
import java.util.Locale;

/** The verdict for people. */
final class Summary {

  private Summary() {}

  static void show(Verdict verdict, Screen screen) {
    screen.line(Text.empty());
    screen.line(Text.empty().bold("Results according to the lab's request log"));
    for (Claim claim : verdict.claims()) {
      screen.line(
          Text.of("   ")
              .add(claim.holds() ? "ok      " : "FAILED  ", claim.holds() ? Style.GOOD : Style.BAD)
              .plain(claim.statement()));
      screen.line(Text.of("           ").dim(claim.finding()));
    }
    screen.line(Text.empty());
    screen.line(conclusion(verdict));
  }

  private static Text conclusion(Verdict verdict) {
    List<Claim> failed = verdict.claims().stream().filter(claim -> !claim.holds()).toList();
    String took = String.format(Locale.ROOT, " (%.1f s)", verdict.took().toMillis() / 1000.0);
    return failed.isEmpty()
        ? Text.empty().add("All " + verdict.claims().size() + " claims hold.", Style.GOOD).dim(took)
        : Text.empty()
            .add(
                "%d of %d claims failed: %s."
                    .formatted(
                        failed.size(),
                        verdict.claims().size(),
                        String.join(", ", failed.stream().map(Claim::id).toList())),
                Style.BAD)
            .dim(took);
  }
}
