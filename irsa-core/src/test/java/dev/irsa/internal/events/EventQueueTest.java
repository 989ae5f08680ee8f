package dev.irsa.internal.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<IrsaEvent> heard = new ArrayList<>();
  private boolean threadless;
  private final EventQueue queue = new EventQueue(heard::add);

  private static IrsaEvent event(int second) {
    return new IrsaEvent.Closed(
        IdentitySource.WEB_IDENTITY, SimulatedFailures.ROLE, Moments.START.plusSeconds(second));
  }

  private void start(Runnable task) {
    if (threadless) {
      throw SimulatedFailures.noThread();
    }
    work.add(task);
  }

  private void add(EventQueue to, int second) {
    to.add(event(second));
    to.deliver(this::start);
  }

  @Test
  void deliversInOrderOnOneWorker() {
    add(queue, 1);
    add(queue, 2);
    assertEquals(List.of(), heard, "not on this thread");
    assertEquals(1, work.size());

    work.remove().run();

    assertEquals(List.of(event(1), event(2)), heard);
    assertEquals(0, work.size());
  }

  @Test
  void eventsCausedByAListenerAreDeliveredAfterwards() {
    List<EventQueue> self = new ArrayList<>();
    var echoing =
        new EventQueue(
            event -> {
              heard.add(event);
              if (heard.size() == 1) {
                add(self.get(0), 2);
                assertEquals(1, heard.size(), "one at a time");
              }
            });
    self.add(echoing);
    add(echoing, 1);
    work.remove().run();
    assertEquals(List.of(event(1), event(2)), heard);
    assertEquals(0, work.size());
  }

  @Test
  void aLackOfThreadsDelaysEvents() {
    threadless = true;
    add(queue, 1);
    assertEquals(List.of(), heard, "not on this thread, which may be the timer");

    threadless = false;
    add(queue, 2);
    work.remove().run();

    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void aListenerThatFallsBehindMissesTheOldestEvents() {
    for (int second = 0; second < EventQueue.MOST + 2; second++) {
      add(queue, second);
    }
    work.remove().run();
    assertEquals(EventQueue.MOST, heard.size());
    assertEquals(event(2), heard.get(0));
  }

  @Test
  void whatAListenerThrowsIsInTheLogAndTheNextEventIsDelivered() {
    EventQueue broken =
        new EventQueue(
            event -> {
              heard.add(event);
              throw new AssertionError("broken");
            });
    try (CapturedLogs captured = CapturedLogs.open()) {
      add(broken, 1);
      add(broken, 2);
      work.remove().run();

      String line = "WARN dev.irsa A listener failed on Closed; the failure is ignored";
      assertEquals(List.of(event(1), event(2)), heard);
      assertEquals(2, captured.lines().stream().filter(each -> each.startsWith(line)).count());
    }
  }

  @Test
  void aListenerThatFellBehindIsNamedOnceInTheLog() {
    for (int second = 0; second < EventQueue.MOST + 2; second++) {
      add(queue, second);
    }
    try (CapturedLogs captured = CapturedLogs.open()) {
      work.remove().run();
      add(queue, 5000);
      work.remove().run();

      assertEquals(
          List.of("WARN dev.irsa A listener is too slow: 2 events were not delivered to it"),
          captured.lines().stream().filter(line -> line.contains(" dev.irsa ")).toList());
    }
  }
}
