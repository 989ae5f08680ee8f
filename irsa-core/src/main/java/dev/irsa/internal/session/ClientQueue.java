package dev.irsa.internal.session;

import dev.irsa.internal.exchange.RunningExchange;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that call one client of the application, which is called by one thread at a time: a
 * client that hangs keeps one place and one thread, however many roles use it. The attempt whose
 * turn it is waits for a place at its endpoint, or has one; the others wait here. While a call is
 * left behind, attempts have their turns without calling the client. Lives on the loop.
 */
final class ClientQueue {

  private final NavigableSet<QueuedExchange> waiting = new TreeSet<>();

  private @Nullable QueuedExchange current;

  /** One whose client hangs, and those that were abandoned before they have failed for that. */
  private final Set<QueuedExchange> leftBehind = new LinkedHashSet<>();

  void add(QueuedExchange attempt) {
    boolean unused = waiting.add(attempt);
  }

  /** Removes an attempt that waits here. Returns whether it did. */
  boolean remove(QueuedExchange attempt) {
    return waiting.remove(attempt);
  }

  /** Returns the refresh whose turn it is, and which an urgent attempt overtakes, or null. */
  @Nullable QueuedExchange overtaken() {
    QueuedExchange first = current;
    return first != null
            && first.state == QueuedExchange.State.QUEUED
            && !first.isUrgent
            && !waiting.isEmpty()
            && waiting.first().isUrgent
        ? first
        : null;
  }

  /** Returns the attempt whose turn it is by this, or null. */
  @Nullable QueuedExchange next() {
    if (current != null) {
      return null;
    }
    current = waiting.pollFirst();
    return current;
  }

  /** Ends the turn of an attempt, if it has it. */
  void endTurn(QueuedExchange attempt) {
    current = current == attempt ? null : current;
  }

  /** Ends the turn of an attempt whose thread has not returned. */
  void leaveBehind(QueuedExchange attempt) {
    endTurn(attempt);
    boolean unused = leftBehind.add(attempt);
  }

  /** Handles that nothing is left of an attempt. */
  void end(QueuedExchange attempt) {
    endTurn(attempt);
    boolean unused = leftBehind.remove(attempt);
  }

  /**
   * Returns whether the client has not returned from a call that is no longer needed. What keeps an
   * attempt from calling it, such as a supplier of tokens, is not its fault.
   */
  boolean isHanging() {
    for (QueuedExchange each : leftBehind) {
      RunningExchange call = each.call;
      if (call == null || call.obstacle() == null) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether nothing is left of any attempt. */
  boolean isUnused() {
    return current == null && leftBehind.isEmpty() && waiting.isEmpty();
  }
}
