package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Notes what the engine or a part of it wants done, and does nothing of it. */
final class NotedOutbox implements Outbox {

  private final List<String> wanted = new ArrayList<>();
  private final List<IrsaEvent> events = new ArrayList<>();
  private final List<Waiter> completed = new ArrayList<>();
  private final IdentityHashMap<Waiter, Outcome> outcomes = new IdentityHashMap<>();

  @Override
  public void requestAttempt(long attempt, boolean urgent) {
    wanted.add((urgent ? "urgent " : "request ") + attempt);
  }

  @Override
  public void promote(long attempt) {
    wanted.add("promote " + attempt);
  }

  @Override
  public void abort(long attempt, boolean timedOut) {
    wanted.add((timedOut ? "time out " : "abort ") + attempt);
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
  public void complete(Waiter waiter, Outcome outcome) {
    completed.add(waiter);
    Outcome before = outcomes.put(waiter, outcome);
    if (before != null) {
      throw new AssertionError("completed twice, before with " + before);
    }
  }

  @Override
  public void tell(IrsaEvent event) {
    events.add(event);
  }

  /** Returns what was wanted since the last look, in order. */
  List<String> wanted() {
    List<String> since = List.copyOf(wanted);
    wanted.clear();
    return since;
  }

  /** Returns what was told since the last look, in order. */
  List<IrsaEvent> told() {
    List<IrsaEvent> since = List.copyOf(events);
    events.clear();
    return since;
  }

  /** Returns whose waits ended since the last look, in order. */
  List<Waiter> completed() {
    List<Waiter> since = List.copyOf(completed);
    completed.clear();
    return since;
  }

  /** Returns what a wait ended with. */
  Outcome outcome(Waiter waiter) {
    Outcome outcome = outcomes.get(waiter);
    if (outcome == null) {
      throw new AssertionError("still waits");
    }
    return outcome;
  }

  boolean isCompleted(Waiter waiter) {
    return outcomes.containsKey(waiter);
  }
}
