package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.concurrent.EventLoop;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.EndpointPreference;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.WaitFailures;
import dev.irsa.internal.session.QueuedExchange.Priority;
import dev.irsa.internal.session.QueuedExchange.State;
import dev.irsa.internal.time.TimePoint;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the exchanges of all sessions, within limits. There are eight places, of which refreshes
 * take at most six: callers without credentials go first, so two places are left for them. An
 * abandoned attempt, for example one that exceeds its time limit, gives its place back and leaves
 * its thread behind: a host look-up and the opening of a file cannot be interrupted. With eight
 * threads left behind, no exchange starts until one of them returns. A client of the application is
 * called by one thread at a time. Lives on the loop.
 */
final class ExchangeBulkhead extends EventLoop.Owner {

  static final int PLACES = 8;

  /** The maximum number of concurrent refreshes. */
  static final int REFRESH_PLACES = 6;

  /** The maximum number of threads left behind. */
  static final int MOST_LEFT_BEHIND = 8;

  private final Workers workers;
  private final LongSupplier nanoTime;
  private final Map<URI, EndpointRateLimiter> endpoints = new HashMap<>();

  /**
   * Which of two endpoints is asked first; one entry for each pair that was configured. Concurrent,
   * because callers create sessions.
   */
  private final Map<List<URI>, EndpointPreference> preferences = new ConcurrentHashMap<>();

  /** The queues of endpoints at which attempts wait for a place. */
  private final Map<EndpointRateLimiter, EndpointQueue> waiting = new LinkedHashMap<>();

  /** What waits for a client of the application, by the identity of that object. */
  private final IdentityHashMap<Object, ClientQueue> clients = new IdentityHashMap<>();

  private long submitted;
  private int urgentBusy;
  private int refreshesBusy;
  private int leftBehind;

  /** Whether a step is posted in which attempts start. */
  private boolean isPosted;

  /**
   * Creates places of which all are free.
   *
   * @param nanoTime the monotonic clock of exchanges, in nanoseconds
   */
  ExchangeBulkhead(EventLoop loop, Workers workers, LongSupplier nanoTime) {
    super(loop);
    this.workers = workers;
    this.nanoTime = nanoTime;
  }

  /**
   * Drops the limits of endpoints that nothing is left of, and makes up for a step that was lost.
   */
  void sweep(TimePoint now) {
    if (waiting.isEmpty() && clients.isEmpty()) {
      endpoints.values().removeIf(each -> each.isUnused(now.nanos()));
    } else {
      report();
    }
  }

  /** Prepares an attempt. */
  QueuedExchange prepare(
      QueuedExchange.Refresh refresh, long number, boolean isUrgent, boolean isAtSpare) {
    URI endpoint = refresh.subject().at(isAtSpare).endpoint();
    return new QueuedExchange(refresh, number, limits(endpoint), isAtSpare, isUrgent);
  }

  /** Returns the limits of an endpoint. */
  EndpointRateLimiter limits(URI endpoint) {
    EndpointRateLimiter known = endpoints.get(endpoint);
    if (known == null) {
      known = new EndpointRateLimiter();
      endpoints.put(endpoint, known);
    }
    return known;
  }

  /** Returns which endpoint the sessions with these two ask first, or null if there is one. */
  @Nullable EndpointPreference preference(RoleAndIssuer subject) {
    URI spare = subject.spare();
    return spare == null
        ? null
        : preferences.computeIfAbsent(
            List.of(subject.endpoint(), spare), unused -> new EndpointPreference());
  }

  /** Queues an attempt, unless it was abandoned. */
  void submit(QueuedExchange attempt) {
    if (attempt.state == State.ENDED) {
      return;
    }
    attempt.state = State.QUEUED;
    attempt.order = submitted++;
    Object client = attempt.refresh.client();
    if (client == null) {
      queue(attempt);
      return;
    }
    ClientQueue turns = clients.computeIfAbsent(client, unused -> new ClientQueue());
    attempt.priority = priority(attempt);
    turns.add(attempt);
    QueuedExchange overtaken = turns.overtaken();
    if (overtaken != null) {
      boolean unused = withdraw(overtaken);
      turns.add(overtaken);
    }
    takeTurn(turns);
  }

  private void queue(QueuedExchange attempt) {
    EndpointQueue queue = waiting.get(attempt.endpoint);
    if (queue == null) {
      queue = new EndpointQueue(attempt.endpoint);
      waiting.put(attempt.endpoint, queue);
    }
    attempt.priority = priority(attempt);
    queue.add(attempt);
    changed();
  }

  /** Returns the attempts that call the same client as this one, or null. */
  private @Nullable ClientQueue turns(QueuedExchange attempt) {
    Object client = attempt.refresh.client();
    return client == null ? null : clients.get(client);
  }

  private void takeTurn(ClientQueue turns) {
    QueuedExchange next = turns.next();
    if (next != null) {
      queue(next);
    }
  }

  private Priority priority(QueuedExchange attempt) {
    if (!attempt.isUrgent) {
      return Priority.REFRESH;
    }
    EndpointPreference preference = preference(attempt.refresh.subject());
    boolean hasTurned = preference != null && preference.isOfSpare() != attempt.isAtSpare;
    return hasTurned ? Priority.TURNED : Priority.URGENT;
  }

  /** Removes an attempt from all queues. Returns whether it was in one. */
  private boolean withdraw(QueuedExchange attempt) {
    ClientQueue turns = turns(attempt);
    if (turns != null && turns.remove(attempt)) {
      return true;
    }
    if (turns != null) {
      turns.endTurn(attempt);
    }
    return dequeue(attempt);
  }

  private boolean dequeue(QueuedExchange attempt) {
    EndpointQueue queue = waiting.get(attempt.endpoint);
    boolean wasQueued = queue != null && queue.remove(attempt);
    if (queue != null && queue.size() == 0) {
      waiting.remove(attempt.endpoint);
    }
    return wasQueued;
  }

  /** Makes an attempt urgent, so that it goes before refreshes. */
  void promote(QueuedExchange attempt) {
    if (attempt.state == State.PREPARED) {
      attempt.isUrgent = true;
    } else if (!attempt.isUrgent && withdraw(attempt)) {
      attempt.isUrgent = true;
      submit(attempt);
    }
  }

  /** Abandons an attempt that nobody needs any longer. */
  void abandon(QueuedExchange attempt, boolean timedOut) {
    attempt.drop();
    if (attempt.state == State.RUNNING) {
      giveBack(attempt);
      if (timedOut) {
        attempt.endpoint.noteTimeOut();
      }
      attempt.state = State.LEFT_BEHIND;
      leftBehind++;
      abort(attempt.call);
      ClientQueue turns = turns(attempt);
      if (turns != null) {
        turns.leaveBehind(attempt);
        takeTurn(turns);
      }
    } else if (attempt.state != State.LEFT_BEHIND) {
      boolean unused = withdraw(attempt);
      end(attempt);
      changed();
    }
  }

  private void end(QueuedExchange attempt) {
    attempt.state = State.ENDED;
    ClientQueue turns = turns(attempt);
    if (turns != null) {
      turns.end(attempt);
      takeTurn(turns);
      if (turns.isUnused()) {
        clients.remove(attempt.refresh.client());
      }
    }
  }

  private void abort(@Nullable RunningExchange call) {
    if (call != null) {
      try {
        // Closing a connection may block.
        workers.exchanges().execute(call::abort);
      } catch (Throwable withoutThread) {
        call.abort();
      }
    }
  }

  /**
   * Handles that the thread of an attempt has returned, or could not be started.
   *
   * @param failure why there are no credentials, or null if there are
   */
  void ended(QueuedExchange attempt, @Nullable CredentialsException failure, TimePoint now) {
    if (attempt.state == State.RUNNING) {
      note(attempt, failure, now.nanos());
      giveBack(attempt);
    } else if (attempt.state == State.LEFT_BEHIND) {
      leftBehind--;
      changed();
    }
    end(attempt);
    attempt.call = null;
  }

  /** Notes what the end of an attempt says about its endpoint. */
  private static void note(
      QueuedExchange attempt, @Nullable CredentialsException failure, long now) {
    EndpointRateLimiter endpoint = attempt.endpoint;
    if (failure == null) {
      endpoint.noteResponse();
    } else if (WaitFailures.calledIssuer(failure)) {
      if (failure.failureKind() == FailureKind.THROTTLED) {
        endpoint.noteThrottling(attempt.account(), attempt.refresh.throttledPause(), now);
      } else if (WaitFailures.isTimeOut(failure, now - attempt.startedAt, attempt.bound)) {
        endpoint.noteTimeOut();
      } else {
        endpoint.noteResponse();
      }
    }
  }

  /** Returns what keeps an attempt from calling the issuer, or null if nothing is known. */
  @Nullable CredentialsException obstacle(QueuedExchange attempt) {
    if (attempt.state == State.RUNNING) {
      return attempt.obstacle();
    }
    return isStuck() ? attempt.failures().threadsHang(MOST_LEFT_BEHIND) : null;
  }

  private boolean isStuck() {
    return leftBehind >= MOST_LEFT_BEHIND;
  }

  private void giveBack(QueuedExchange attempt) {
    attempt.endpoint.ended(!attempt.isUrgent);
    if (attempt.isUrgent) {
      urgentBusy--;
    } else {
      refreshesBusy--;
    }
    changed();
  }

  /** Posts a step in which attempts start: one for all that changes until then. */
  private void changed() {
    if (!isPosted) {
      isPosted = true;
      report();
    }
  }

  /** Starts the attempts whose turn it is, and plans the next time. */
  @Override
  protected void settle(TimePoint now) {
    isPosted = false;
    for (QueuedExchange next = next(now.nanos()); next != null; next = next(now.nanos())) {
      boolean unused = dequeue(next);
      start(next, now);
    }
    plan(nextWake(now.nanos()), now);
  }

  private long nextWake(long now) {
    long next = Long.MAX_VALUE;
    if (hasPlace()) {
      for (EndpointQueue queue : waiting.values()) {
        next = Math.min(next, queue.nextWake(now));
      }
    }
    return next;
  }

  private boolean hasPlace() {
    return !isStuck() && urgentBusy + refreshesBusy < PLACES;
  }

  /** Returns what goes first of what may start now, or null. */
  private @Nullable QueuedExchange next(long now) {
    QueuedExchange next = null;
    if (hasPlace()) {
      for (EndpointQueue queue : waiting.values()) {
        QueuedExchange first = queue.first(refreshesBusy < REFRESH_PLACES, now);
        if (first != null && (next == null || first.compareTo(next) < 0)) {
          next = first;
        }
      }
    }
    return next;
  }

  private void start(QueuedExchange attempt, TimePoint now) {
    long bound = attempt.refresh.started(attempt.number);
    if (bound == 0 || attempt.state != State.QUEUED) {
      end(attempt);
      return;
    }
    // Slightly less than the limit: an exchange that ends by itself reports the stage that it
    // reached.
    Duration limit = Duration.ofNanos(bound / 100 * 98);
    attempt.call =
        new RunningExchange(limit, nanoTime, attempt.refresh.signer(), attempt.isAtSpare);
    attempt.bound = bound;
    attempt.state = State.RUNNING;
    attempt.startedAt = now.nanos();
    attempt.endpoint.started(!attempt.isUrgent, now.nanos());
    if (attempt.isUrgent) {
      urgentBusy++;
    } else {
      refreshesBusy++;
    }
    ClientQueue turns = turns(attempt);
    if (turns != null && turns.isHanging()) {
      attempt.refresh.failed(attempt, attempt.failures().clientHangs());
      return;
    }
    try {
      workers.exchanges().execute(attempt);
    } catch (Throwable withoutThread) {
      attempt.refresh.failed(attempt, attempt.failures().notStarted(withoutThread));
    }
  }
}
