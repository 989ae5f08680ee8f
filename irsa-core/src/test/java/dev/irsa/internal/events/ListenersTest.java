package dev.irsa.internal.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<IrsaEvent> heard = new ArrayList<>();
  private final List<IrsaEvent> logged = new ArrayList<>();
  private boolean threadless;
  private final Listeners listeners = new Listeners(Workers.of(this::start), logged::add);

  private void start(Runnable task) {
    if (threadless) {
      throw SimulatedFailures.noThread();
    }
    work.add(task);
  }

  private static IrsaEvent event(int second) {
    return new IrsaEvent.Closed(
        IdentitySource.WEB_IDENTITY, SimulatedFailures.ROLE, Moments.START.plusSeconds(second));
  }

  private void subscribe(Consumer<IrsaEvent> listener) {
    listeners.subscribe(List.of(listener));
  }

  private void tell(int... seconds) {
    for (int second : seconds) {
      listeners.tell(event(second));
    }
  }

  /** Runs what workers have to do. */
  private void deliver() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void eventsAreDeliveredInOrderByOneWorkerForEachListener() {
    subscribe(heard::add);
    tell(1, 2);
    assertEquals(List.of(), heard, "not on the loop");
    assertEquals(2, work.size(), "one of the log, and one of the listener");

    deliver();

    assertEquals(List.of(event(1), event(2)), heard);
    assertEquals(heard, logged);
  }

  @Test
  void eventsCausedByAListenerAreDeliveredAfterwards() {
    subscribe(
        event -> {
          heard.add(event);
          if (heard.size() == 1) {
            tell(2);
            assertEquals(1, heard.size(), "one at a time");
          }
        });
    tell(1);
    deliver();
    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void withoutAThreadEventsAreDeliveredWithTheNextOne() {
    subscribe(heard::add);
    threadless = true;
    tell(1);
    assertEquals(List.of(), heard, "not on this thread, which is that of the loop");

    threadless = false;
    tell(2);
    deliver();

    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void whatAListenerThrowsIsInTheLogAndTheNextEventIsDelivered() {
    subscribe(
        event -> {
          heard.add(event);
          throw new AssertionError("broken");
        });
    try (CapturedLogs captured = CapturedLogs.open()) {
      tell(1, 2);
      deliver();

      String line = "WARN dev.irsa A listener failed on Closed; the failure is ignored";
      assertEquals(List.of(event(1), event(2)), heard);
      assertEquals(2, captured.lines().stream().filter(each -> each.startsWith(line)).count());
    }
  }

  @Test
  void aListenerThatFallsBehindMissesTheOldestEventsWhichIsInTheLogOnce() {
    subscribe(heard::add);
    for (int second = 0; second < Listeners.MOST + 2; second++) {
      tell(second);
    }
    work.remove(); // The log has no thread yet.
    try (CapturedLogs captured = CapturedLogs.open()) {
      work.remove().run();
      tell(5000);
      work.remove().run();

      assertEquals(Listeners.MOST + 1, heard.size());
      assertEquals(event(2), heard.get(0));
      assertEquals(
          List.of("WARN dev.irsa A listener is too slow: 2 events were not delivered to it"),
          captured.lines().stream().filter(line -> line.contains(" dev.irsa ")).toList());
    }
  }
}
