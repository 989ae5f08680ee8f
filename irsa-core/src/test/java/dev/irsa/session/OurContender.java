package dev.irsa.session;

import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** The engine itself, with one of its policies. */
final class OurContender extends Contender {

  private final VirtualSession session;
  private final Instant start;

  OurContender(RefreshPolicy policy, Duration lifetime, Outage outage, long seed) {
    session = new VirtualSession(policy, new SplittableRandom(seed));
    start = session.time.instant();
    session.sts.lifetime = lifetime;
    session.sts.longest = lifetime;
    session.sts.behave(() -> outage.reply(now(), session.sts));
    session.sts.onStart = unused -> calls.add(now());
    session.sts.onIssue = credentials -> issued(now(), millisOf(credentials));
  }

  private long now() {
    return session.sts.elapsed() / Spacing.MILLISECOND;
  }

  @Override
  Got get(long millis) {
    session.advance(Duration.ofMillis(Math.max(0, millis - now())));
    SessionCache.Asked asked = session.cache.askOrJoin(session.owner, Duration.ofSeconds(20));
    Outcome outcome = asked.outcome();
    if (outcome == null) {
      Waiter waiter = asked.waiter();
      while (!waiter.result().isDone()) {
        session.advance(session.time.nextDueIn().orElseThrow());
      }
      outcome = waiter.result().join();
    }
    return new Got(now(), outcome.credentials() == null ? FAILED : millisOf(outcome.credentials()));
  }

  private long millisOf(SessionCredentials credentials) {
    return Duration.between(start, credentials.expiration()).toMillis();
  }
}
