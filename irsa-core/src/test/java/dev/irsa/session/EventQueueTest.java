package dev.irsa.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.identity.IrsaEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<IrsaEvent> heard = new ArrayList<>();
  private final EventQueue queue = new EventQueue(work::add, heard::add);
  private EventQueue racing = queue;

  private static IrsaEvent event(int second) {
    return new IrsaEvent.Closed(Faults.ROLE, Moments.START.plusSeconds(second));
  }

  private void add(EventQueue to, int second) {
    to.add(event(second));
    to.deliver();
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
  void takesNoWorkerForNothing() {
    queue.deliver();
    assertEquals(0, work.size());
  }

  @Test
  void beginsAgainAfterItWasEmpty() {
    add(queue, 1);
    work.remove().run();
    add(queue, 2);
    work.remove().run();
    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void whatAListenerCausesIsDeliveredAfterwards() {
    List<EventQueue> self = new ArrayList<>();
    EventQueue echoing =
        new EventQueue(
            work::add,
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
  void whatComesAfterTheLastLookIsNotForgotten() {
    Queue<IrsaEvent> late =
        new ArrayDeque<>() {
          private boolean looked;

          @Override
          public IrsaEvent poll() {
            IrsaEvent event = super.poll();
            if (event == null && !looked) {
              // Another thread, before the worker has said that it is done.
              looked = true;
              EventQueueTest.this.add(racing, 2);
            }
            return event;
          }
        };
    racing = new EventQueue(work::add, heard::add, late);
    add(racing, 1);

    work.remove().run();
    assertEquals(List.of(event(1)), heard);
    work.remove().run();

    assertEquals(List.of(event(1), event(2)), heard);
    assertEquals(0, work.size());
  }

  @Test
  void aListenerThatThrowsHearsTheNextOne() {
    EventQueue broken =
        new EventQueue(
            work::add,
            event -> {
              heard.add(event);
              throw new IllegalStateException("as told");
            });
    add(broken, 1);
    add(broken, 2);
    work.remove().run();
    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void anExecutorThatTakesNothingDoesNotKeepListenersFromHearing() {
    EventQueue rejected =
        new EventQueue(
            task -> {
              throw new RejectedExecutionException("as told");
            },
            heard::add);
    add(rejected, 1);
    add(rejected, 2);
    assertEquals(List.of(event(1), event(2)), heard);
  }

  @Test
  void aMomentWithoutThreadsDoesNotKeepListenersFromHearing() {
    boolean[] threads = new boolean[1];
    EventQueue troubled =
        new EventQueue(
            task -> {
              if (!threads[0]) {
                throw Faults.noThread();
              }
              work.add(task);
            },
            heard::add);
    add(troubled, 1);
    assertEquals(List.of(event(1)), heard);

    threads[0] = true;
    add(troubled, 2);
    assertEquals(1, work.size(), "on a worker again");
    work.remove().run();

    assertEquals(List.of(event(1), event(2)), heard);
  }
}
