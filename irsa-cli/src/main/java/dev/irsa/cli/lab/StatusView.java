package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The status lines displayed during the demonstration, computed from the current log and token. */
final class StatusView {
  private static final int BAR = 24;

  private StatusView() {}

  /**
   * Returns the status lines.
   *
   * @param requests the request log so far
   * @param sessionLifetime the lifetime of sessions
   * @param tokenIssuedAt the issue time of the token in the volume
   * @param tokenExpiresAt the expiration of the token in the volume
   */
  static List<Text> lines(
      List<RequestRecord> requests,
      Duration sessionLifetime,
      Instant tokenIssuedAt,
      Instant tokenExpiresAt,
      Instant now) {
    Traffic traffic = new Traffic(requests);
    return List.of(
        Text.empty(),
        calls(traffic),
        session(traffic, sessionLifetime, now),
        life("token", "", tokenIssuedAt, tokenExpiresAt, now));
  }

  private static Text calls(Traffic traffic) {
    Text line = Text.of("   ").add("calls    ", Style.NAME).bold("%5d".formatted(traffic.served()));
    int failed = traffic.failedCalls().size();
    line = line.plain(" served, ").add(failed + " failed", failed == 0 ? Style.GOOD : Style.BAD);
    for (CallStream stream : Traffic.credentialStreams()) {
      line = line.dim("   %s %d".formatted(stream.id(), traffic.of(stream).size()));
    }
    return line;
  }

  private static Text session(Traffic traffic, Duration lifetime, Instant now) {
    List<RequestRecord> issued =
        traffic.exchanges().stream().filter(RequestRecord::succeeded).toList();
    if (issued.isEmpty()) {
      return Text.of("   ").add("session  ", Style.NAME).plain("none yet");
    }
    RequestRecord last = issued.get(issued.size() - 1);
    return life(
        "session",
        "generation " + issued.size(),
        last.answeredAt(),
        last.answeredAt().plus(lifetime),
        now);
  }

  private static Text life(String name, String detail, Instant from, Instant until, Instant now) {
    Duration left = Duration.between(now, until);
    Duration whole = Duration.between(from, until);
    double share = Math.min(1, Math.max(0, (double) left.toMillis() / whole.toMillis()));
    int full = (int) Math.round(share * BAR);
    Style style = share > 1.0 / 3 ? Style.GOOD : Style.WARN;
    return Text.of("   ")
        .add("%-9s".formatted(name), Style.NAME)
        .add("#".repeat(full), style)
        .dim(".".repeat(BAR - full))
        .plain(String.format(Locale.ROOT, " %4.1f s left  ", Math.max(0, left.toMillis()) / 1000.0))
        .plain(detail);
  }
}
