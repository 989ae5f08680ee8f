package dev.irsa.simulation;

import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** The faults of STS and the network. */
enum SimulatedFault {
  NONE,
  SLOW,
  OUTAGE,
  FLAKY,
  HANG,
  HANG_DEAF,
  HOURS,
  THROTTLED,
  DENIED,
  VERIFICATION_KEY,
  EXPIRED_TOKEN,
  INVALID_TOKEN,
  NO_TOKEN,
  STALE,
  NO_DATE,
  WRONG_DATE,
  SHORT_LIFE,
  /** The issuer returns the same credentials until shortly before they expire, as an agent does. */
  CACHED,
  BROKEN;

  /** Returns the reply to the next exchange. */
  Reply reply(VirtualSts sts, SplittableRandom random) {
    Duration quick = Duration.ofMillis(20 + random.nextInt(400));
    return switch (this) {
      case NONE -> issue(sts.lifetime, true).after(quick);
      case SLOW -> issue(sts.lifetime, true).after(Duration.ofMillis(random.nextInt(20_000)));
      case OUTAGE -> Reply.failing(SimulatedFailures::outage).after(quick);
      case FLAKY -> (random.nextBoolean() ? OUTAGE : NONE).reply(sts, random);
      case HANG -> Reply.hanging();
      case HANG_DEAF ->
          Reply.hanging().withDeafWorker().after(Duration.ofSeconds(60 + random.nextInt(540)));
      case HOURS -> issue(sts.lifetime, true).after(Duration.ofMinutes(1 + random.nextInt(180)));
      case THROTTLED -> Reply.failing(SimulatedFailures::throttling).after(quick);
      case DENIED -> Reply.failing(SimulatedFailures::denied).after(quick);
      case VERIFICATION_KEY -> Reply.failing(SimulatedFailures::verificationKey).after(quick);
      case EXPIRED_TOKEN -> Reply.failing(SimulatedFailures::expiredToken).after(quick);
      case INVALID_TOKEN -> Reply.failing(SimulatedFailures::invalidToken).after(quick);
      case NO_TOKEN -> Reply.failing(SimulatedFailures::noToken);
      case STALE -> issue(Duration.ofSeconds(-1 - random.nextInt(3600)), true).after(quick);
      case NO_DATE -> issue(sts.lifetime, false).after(quick);
      case WRONG_DATE -> wrongDate(sts).after(quick);
      case SHORT_LIFE -> issue(Duration.ofSeconds(20 + random.nextInt(880)), true).after(quick);
      case CACHED -> Reply.of(each -> each.cached(seconds(each.serverNow()))).after(quick);
      case BROKEN ->
          Reply.of(
                  unused -> {
                    throw new IllegalStateException("a defect");
                  })
              .after(quick);
    };
  }

  private static Reply issue(Duration life, boolean date) {
    return Reply.of(sts -> sts.issue(life, date ? seconds(sts.serverNow()) : null, Duration.ZERO));
  }

  private static Reply wrongDate(VirtualSts sts) {
    return Reply.of(
        unused ->
            sts.issue(
                sts.lifetime, seconds(sts.serverNow()).minus(Duration.ofHours(1)), Duration.ZERO));
  }

  /** Truncates a time to seconds, like the header. */
  private static Instant seconds(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond());
  }

  boolean isOfToken() {
    return switch (this) {
      case VERIFICATION_KEY, EXPIRED_TOKEN, INVALID_TOKEN, NO_TOKEN -> true;
      default -> false;
    };
  }
}
