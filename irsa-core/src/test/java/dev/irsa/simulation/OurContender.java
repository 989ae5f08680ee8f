package dev.irsa.simulation;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** The engine. */
final class OurContender extends Contender {

  private final VirtualSession session;
  private final Instant start;

  /** Creates one with the standard policy. */
  OurContender(Duration lifetime, Outage outage, long seed) {
    this(RefreshPolicy.standard(), lifetime, outage, seed);
  }

  OurContender(RefreshPolicy policy, Duration lifetime, Outage outage, long seed) {
    this(new VirtualSession(policy, new SplittableRandom(seed)), lifetime, outage);
  }

  /** Creates one whose session has a spare endpoint, which always issues credentials. */
  static OurContender withSpare(Duration lifetime, Outage outage, long seed) {
    return new OurContender(
        VirtualSession.withSpare(
            RefreshPolicy.standard(),
            new SplittableRandom(seed),
            Duration.ofHours(12),
            VirtualSts.Probe.NONE),
        lifetime,
        outage);
  }

  private OurContender(VirtualSession created, Duration lifetime, Outage outage) {
    session = created;
    start = session.time.instant();
    session.sts.lifetime = lifetime;
    session.sts.longest = lifetime;
    session.sts.behave(() -> outage.reply(now(), session.sts));
    session.sts.onStart = unused -> calls.add(now());
    session.sts.onIssue = credentials -> issued(now(), millisOf(credentials));
  }

  private long now() {
    return session.sts.elapsed() / Nanos.MILLISECOND;
  }

  @Override
  public Got get(long millis) {
    session.advance(Duration.ofMillis(Math.max(0, millis - now())));
    CompletableFuture<CallerResult> answer =
        session.call(CallerRequest.within(Duration.ofSeconds(20)));
    while (!answer.isDone()) {
      session.advance(session.time.nextDueIn().orElseThrow());
    }
    SessionCredentials got = answer.join().credentials();
    return new Got(now(), got == null ? FAILED : millisOf(got));
  }

  private long millisOf(SessionCredentials credentials) {
    return Duration.between(start, credentials.expiration()).toMillis();
  }
}
