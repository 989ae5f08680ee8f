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

/** The engine with its standard policy. */
final class OurContender extends Contender {

  private final VirtualSession session;
  private final Instant start;

  OurContender(Duration lifetime, Outage outage, long seed) {
    session = new VirtualSession(RefreshPolicy.standard(), new SplittableRandom(seed));
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
  Got get(long millis) {
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
