package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** IRSA-15: the clock of the node, or of the API server, is wrong. */
final class ClockCheck implements CauseCheck {

  private static final Duration WARN = Duration.ofSeconds(30);

  /** STS tolerates five minutes in signatures and tokens. */
  private static final Duration FAIL = Duration.ofMinutes(4);

  private static final String NODE =
      "Fix the clock of the node (chrony and the Amazon Time Sync Service, 169.254.169.123).";
  private static final String API_SERVER =
      "The API server, which issues tokens, has a wrong clock: fix it, then recreate the pod.";

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.isStoppedBy(Reason.CLOCK)) {
      return Finding.fail(evidence.exchange().get().describe(), API_SERVER);
    }
    Fact<Duration> offset = evidence.clockOffset();
    if (offset.is(value -> value.abs().compareTo(WARN) >= 0)) {
      return off(offset.get());
    }
    Duration ahead = tokenAhead(evidence);
    if (ahead != null && ahead.compareTo(WARN) >= 0) {
      return Finding.warn(
          "the token was issued " + TimeText.of(ahead) + " in the future by this machine's clock",
          offset.isMissing() ? NODE + " " + API_SERVER : API_SERVER);
    }
    return offset.judge(
        value -> Finding.pass("differs from that of STS by " + TimeText.of(value.abs())));
  }

  private static Finding off(Duration offset) {
    String found =
        "this machine's clock is "
            + TimeText.of(offset.abs())
            + (offset.isNegative() ? " ahead of" : " behind")
            + " that of STS";
    return offset.abs().compareTo(FAIL) >= 0
        ? Finding.fail(found + ", which tolerates 5 min", NODE)
        : Finding.warn(found, NODE);
  }

  private static @Nullable Duration tokenAhead(Evidence evidence) {
    Instant issuedAt = evidence.token().part(Jwt::issuedAt);
    return issuedAt == null ? null : Duration.between(evidence.machineTime(), issuedAt);
  }

  /** Returns whether the clock is so wrong that times cannot be judged. */
  static boolean isFarOff(Evidence evidence) {
    return evidence.clockOffset().is(offset -> offset.abs().compareTo(FAIL) >= 0);
  }
}
