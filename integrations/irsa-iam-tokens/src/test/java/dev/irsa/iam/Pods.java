package dev.irsa.iam;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange.Response;
import dev.irsa.testkit.PodEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Handles of a pod whose sessions last as long as a test wants. */
final class Pods {

  private Pods() {}

  /** Returns a handle whose sessions are numbered and last for the given times, in turn. */
  static IrsaCredentials withSessionsOf(PodEnvironment pod, Supplier<Duration> lifetimes) {
    AtomicInteger number = new AtomicInteger();
    return IrsaCredentials.builder()
        .environment(Map.copyOf(pod.exports()))
        .webIdentityExchange(
            (request, bound) ->
                Response.of(
                    SessionCredentials.of(
                        "ASIA" + number.incrementAndGet(),
                        "secret",
                        "to/k+en==",
                        Instant.now().plus(lifetimes.get()))))
        .build();
  }
}
