package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.LabTime;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The agent's cache of credentials, keyed by token, which renews them in the background. While one
 * client's request is under way, others with the same token wait up to 1.8 s for its result, then
 * make their own. Thread-safe; no lock is held during a request.
 */
final class CredentialCache implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_PAUSES = 9;
  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  private final EksAuthClient client;
  private final AgentSettings settings;
  private final LabTime time;
  private final Executor threads;
  private final RandomGenerator random;
  private final Set<AgentCall> renewals = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@code lock}. */
  private final Map<String, Entry> entries = new HashMap<>();

  /** The requests under way, by token. Guarded by {@code lock}. */
  private final Map<String, CompletableFuture<Void>> active = new HashMap<>();

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** Credentials, and the task that will renew them. */
  private record Entry(AgentCredentials credentials, Future<?> renewal) {}

  /**
   * Creates an empty cache.
   *
   * @param threads runs renewals
   * @param random the source of the pauses before a failed renewal is repeated
   */
  CredentialCache(
      EksAuthClient client,
      AgentSettings settings,
      LabTime time,
      Executor threads,
      RandomGenerator random) {
    this.client = client;
    this.settings = settings;
    this.time = time;
    this.threads = threads;
    this.random = random;
  }

  /**
   * Returns credentials from the cache, or new ones.
   *
   * @throws AgentException if there are none and EKS Auth denies them or is not available
   * @throws ClientHungUpException if the call is cancelled
   */
  AgentCredentials get(String token, AgentCall call) throws AgentException {
    CompletableFuture<Void> finished = new CompletableFuture<>();
    for (int pauses = 0; ; pauses++) {
      CompletableFuture<Void> other;
      lock.lock();
      try {
        AgentCredentials known = known(token);
        if (known != null) {
          return known;
        }
        other = active.get(token);
        if (other == null || pauses == MOST_PAUSES) {
          active.put(token, finished);
          break;
        }
      } finally {
        lock.unlock();
      }
      call.watchClient();
      call.await(PAUSE, other);
    }
    try {
      call.watchClient();
      return fetch(token, call);
    } finally {
      finish(token, finished);
    }
  }

  /** Returns credentials that can still be served; drops others. The lock is held. */
  private @Nullable AgentCredentials known(String token) {
    Entry entry = entries.get(token);
    if (entry != null && !isServable(entry.credentials)) {
      drop(token);
      return null;
    }
    return entry == null ? null : entry.credentials;
  }

  private boolean isServable(AgentCredentials credentials) {
    return credentials.remainingAt(time.now()).compareTo(settings.leastRemaining()) > 0;
  }

  private void finish(String token, CompletableFuture<Void> finished) {
    lock.lock();
    try {
      active.remove(token, finished);
    } finally {
      lock.unlock();
    }
    finished.complete(null);
  }

  private AgentCredentials fetch(String token, AgentCall call) throws AgentException {
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
      keep(token, fresh, AgentSettings.shorter(remaining, settings.retention()));
    }
    return fresh;
  }

  private void keep(String token, AgentCredentials credentials, Duration renewedAfter) {
    lock.lock();
    try {
      drop(token);
      if (!closed) {
        Future<?> renewal =
            time.scheduler()
                .schedule(
                    () -> renewInBackground(token, credentials),
                    renewedAfter.toNanos(),
                    TimeUnit.NANOSECONDS);
        entries.put(token, new Entry(credentials, renewal));
      }
    } catch (RejectedExecutionException e) {
      // The lab's time was closed; the agent is about to be closed as well.
    } finally {
      lock.unlock();
    }
  }

  private void renewInBackground(String token, AgentCredentials old) {
    try {
      threads.execute(() -> renew(token, old));
    } catch (RejectedExecutionException e) {
      // The agent is closed.
    }
  }

  private void renew(String token, AgentCredentials old) {
    AgentCall call = AgentCall.withoutClient(time);
    renewals.add(call);
    try {
      if (isKept(token, old)) {
        fetch(token, call);
      }
    } catch (AgentException e) {
      if (e.isIrrecoverable() || !isServable(old)) {
        lock.lock();
        try {
          drop(token);
        } finally {
          lock.unlock();
        }
      } else {
        Duration pause = RETRY_PAUSE.plusMillis(random.nextLong(RETRY_PAUSE.toMillis()));
        keep(token, old, AgentSettings.shorter(old.remainingAt(time.now()), pause));
      }
    } catch (ClientHungUpException e) {
      // The agent was stopped meanwhile.
    } finally {
      renewals.remove(call);
    }
  }

  private boolean isKept(String token, AgentCredentials credentials) {
    lock.lock();
    try {
      Entry entry = entries.get(token);
      return !closed && entry != null && entry.credentials.equals(credentials);
    } finally {
      lock.unlock();
    }
  }

  /** Removes credentials. The lock is held. */
  private void drop(String token) {
    Entry dropped = entries.remove(token);
    if (dropped != null) {
      dropped.renewal.cancel(false);
    }
  }

  /** Forgets everything, and ends renewals. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      entries.values().forEach(entry -> entry.renewal.cancel(false));
      entries.clear();
    } finally {
      lock.unlock();
    }
    renewals.forEach(AgentCall::cancel);
  }
}
