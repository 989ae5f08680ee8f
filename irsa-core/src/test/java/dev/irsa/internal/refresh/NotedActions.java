package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the actions that the engine or a part of it requests, without performing them. */
final class NotedActions implements EngineActions {

  private final List<String> wanted = new ArrayList<>();
  private final List<IrsaEvent> events = new ArrayList<>();
  private final List<Waiter> completed = new ArrayList<>();
  private long latest;
  private boolean isInFlight;
  private @Nullable CredentialsException obstacle;

  @Override
  public void requestAttempt(long attempt, boolean urgent) {
    isInFlight = true;
    latest = attempt;
    wanted.add((urgent ? "urgent " : "request ") + attempt);
  }

  @Override
  public void promote() {
    wanted.add("promote " + latest);
  }

  @Override
  public void abort(boolean timedOut) {
    wanted.add((timedOut ? "time out " : "abort ") + latest);
  }

  @Override
  public @Nullable CredentialsException obstacle() {
    return obstacle;
  }

  /** Has every attempt kept from its call, or no longer for null. */
  public void obstruct(@Nullable CredentialsException by) {
    obstacle = by;
  }

  @Override
  public void lookForNewInput() {
    wanted.add("look");
  }

  @Override
  public void readClaims() {
    wanted.add("read claims");
  }

  @Override
  public void complete(Waiter waiter, CallResult outcome) {
    completed.add(waiter);
    if (!waiter.answer().complete(outcome)) {
      throw new AssertionError("completed twice, before with " + waiter.answer().join());
    }
  }

  @Override
  public void publish(IrsaEvent event) {
    isInFlight &= !(event instanceof IrsaEvent.RefreshEnded);
    events.add(event);
  }

  /** Returns whether a refresh was started whose end was not published. */
  public boolean isInFlight() {
    return isInFlight;
  }

  /** Returns the requested actions since the last call, in order. */
  public List<String> wanted() {
    List<String> since = List.copyOf(wanted);
    wanted.clear();
    return since;
  }

  /** Returns the published events since the last call, in order. */
  public List<IrsaEvent> told() {
    List<IrsaEvent> since = List.copyOf(events);
    events.clear();
    return since;
  }

  /** Returns the waiters whose wait ended since the last call, in order. */
  public List<Waiter> completed() {
    List<Waiter> since = List.copyOf(completed);
    completed.clear();
    return since;
  }

  /** Returns the result of a wait. */
  public static CallResult outcome(Waiter waiter) {
    CallResult outcome = waiter.answer().getNow(null);
    if (outcome == null) {
      throw new AssertionError("still waits");
    }
    return outcome;
  }

  public static boolean isCompleted(Waiter waiter) {
    return waiter.answer().isDone();
  }
}
