package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.ClientHungUpException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The agent's cache of credentials, keyed by token or pod, which renews them in the background.
 * While one client's request is under way, others with the same token wait up to 1.8 s for its
 * result, then make their own. Thread-safe; no lock is held during a request.
 */
final class CredentialCache implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_PAUSES = 9;
  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  private final EksAuthClient client;
  private final Predicate<String> valid;
  private final PodIdentityAgent.Settings settings;
  private final TimeSource time;
  private final Executor threads;
  private final RandomGenerator random;
  private final Set<AgentCall> renewals = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private final Map<String, Entry> entries = new HashMap<>();

  /** The newest token of each entry. Guarded by this. */
  private final Map<String, String> tokens = new HashMap<>();

  /** The requests under way, by token. Guarded by this. */
  private final Map<String, CompletableFuture<Void>> active = new HashMap<>();

  /** Guarded by this. */
  private boolean closed;

  /** Credentials, and the task that will renew them. */
  private record Entry(AgentCredentials credentials, Future<?> renewal) {}

  /**
   * Creates an empty cache.
   *
   * @param valid whether credentials can be served for another token than the latest one
   * @param threads runs renewals
   * @param random the source of the pauses before a failed renewal is repeated
   */
  CredentialCache(
      EksAuthClient client,
      Predicate<String> valid,
      PodIdentityAgent.Settings settings,
      TimeSource time,
      Executor threads,
      RandomGenerator random) {
    this.client = client;
    this.valid = valid;
    this.settings = settings;
    this.time = time;
    this.threads = threads;
    this.random = random;
  }

  /**
   * Returns credentials from the cache, or new ones.
   *
   * @param key under which they are kept: the token, or the uid of its pod
   * @throws AgentException if there are none and EKS Auth denies them or is not available
   * @throws ClientHungUpException if the call is cancelled
   */
  AgentCredentials get(String key, String token, AgentCall call) throws AgentException {
    CompletableFuture<Void> finished = new CompletableFuture<>();
    for (int pauses = 0; ; pauses++) {
      CompletableFuture<Void> other;
      synchronized (this) {
        AgentCredentials known = known(key);
        if (known != null && (token.equals(tokens.get(key)) || valid.test(token))) {
          tokens.put(key, token);
          return known;
        }
        other = active.get(token);
        if (other == null || pauses == MOST_PAUSES) {
          active.put(token, finished);
          break;
        }
      }
      call.watchClient();
      call.await(PAUSE, other);
    }
    try {
      call.watchClient();
      return fetch(key, token, call);
    } finally {
      finish(token, finished);
    }
  }

  /** Returns credentials that can still be served; drops others. The lock is held. */
  private @Nullable AgentCredentials known(String key) {
    Entry entry = entries.get(key);
    if (entry != null && !isServable(entry.credentials)) {
      drop(key);
      return null;
    }
    return entry == null ? null : entry.credentials;
  }

  private boolean isServable(AgentCredentials credentials) {
    return credentials.remainingAt(time.now()).compareTo(settings.leastRemaining()) > 0;
  }

  private void finish(String token, CompletableFuture<Void> finished) {
    synchronized (this) {
      active.remove(token, finished);
    }
    finished.complete(null);
  }

  private AgentCredentials fetch(String key, String token, AgentCall call) throws AgentException {
    AgentCredentials fresh = client.assumeRole(token, call);
    Duration remaining = fresh.remainingAt(time.now());
    if (!isServable(fresh)) {
      throw new AgentException(
          500,
          null,
          String.format(
              Locale.ROOT,
              "fetched credentials are expired or will expire within the next %.2f seconds",
              remaining.toMillis() / 1e3));
    }
    if (!settings.retention().isZero()) {
      keep(key, token, fresh, PodIdentityAgent.Settings.shorter(remaining, settings.retention()));
    }
    return fresh;
  }

  private synchronized void keep(
      String key, String token, AgentCredentials credentials, Duration renewedAfter) {
    try {
      drop(key);
      if (!closed) {
        Future<?> renewal =
            time.scheduler()
                .schedule(
                    () -> renewInBackground(key, credentials),
                    renewedAfter.toNanos(),
                    TimeUnit.NANOSECONDS);
        entries.put(key, new Entry(credentials, renewal));
        tokens.put(key, token);
      }
    } catch (RejectedExecutionException e) {
      // The lab's time was closed; the agent is about to be closed as well.
    }
  }

  private void renewInBackground(String key, AgentCredentials old) {
    try {
      threads.execute(() -> renew(key, old));
    } catch (RejectedExecutionException e) {
      // The agent is closed.
    }
  }

  private void renew(String key, AgentCredentials old) {
    AgentCall call = AgentCall.withoutClient(time);
    renewals.add(call);
    String token = newestToken(key, old);
    try {
      if (token != null) {
        fetch(key, token, call);
      }
    } catch (AgentException e) {
      if (e.isIrrecoverable() || !isServable(old)) {
        synchronized (this) {
          drop(key);
        }
      } else if (token != null) {
        Duration pause = RETRY_PAUSE.plusMillis(random.nextLong(RETRY_PAUSE.toMillis()));
        keep(
            key, token, old, PodIdentityAgent.Settings.shorter(old.remainingAt(time.now()), pause));
      }
    } catch (ClientHungUpException e) {
      // The agent was stopped meanwhile.
    } finally {
      renewals.remove(call);
    }
  }

  /** Returns the newest token of some credentials, or null if they are no longer kept. */
  private synchronized @Nullable String newestToken(String key, AgentCredentials credentials) {
    Entry entry = entries.get(key);
    boolean isKept = !closed && entry != null && entry.credentials.equals(credentials);
    return isKept ? tokens.get(key) : null;
  }

  /** Removes credentials. The lock is held. */
  private void drop(String key) {
    Entry dropped = entries.remove(key);
    tokens.remove(key);
    if (dropped != null) {
      dropped.renewal.cancel(false);
    }
  }

  /** Forgets everything, and ends renewals. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      entries.values().forEach(entry -> entry.renewal.cancel(false));
      entries.clear();
    }
    renewals.forEach(AgentCall::cancel);
  }
}
