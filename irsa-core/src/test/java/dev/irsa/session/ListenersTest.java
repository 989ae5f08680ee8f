package dev.irsa.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.identity.IrsaEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final IrsaEvent EVENT = new IrsaEvent.Closed(Faults.ROLE, Moments.START);

  private final Listeners listeners = new Listeners();
  private final List<String> heard = new ArrayList<>();

  private Consumer<IrsaEvent> hearing(String name) {
    return event -> {
      assertSame(EVENT, event);
      heard.add(name);
    };
  }

  private Consumer<IrsaEvent> failing(String name) {
    return event -> {
      heard.add(name);
      throw new IllegalStateException(name);
    };
  }

  @Test
  void allHear() {
    listeners.accept(EVENT);
    listeners.add(hearing("one"));
    listeners.add(hearing("two"));
    listeners.accept(EVENT);
    assertEquals(List.of("one", "two"), heard);
  }

  @Test
  void whoIsRemovedHearsNoMore() {
    Consumer<IrsaEvent> leaving = hearing("leaving");
    listeners.add(leaving);
    listeners.add(hearing("staying"));
    listeners.remove(leaving);
    listeners.accept(EVENT);
    assertEquals(List.of("staying"), heard);
  }

  @Test
  void allHearAlthoughSomeFailAndEachFailureIsReported() {
    listeners.add(failing("one"));
    listeners.add(failing("two"));
    listeners.add(hearing("three"));

    RuntimeException first =
        assertThrows(IllegalStateException.class, () -> listeners.accept(EVENT));

    assertEquals(List.of("one", "two", "three"), heard);
    assertEquals("one", first.getMessage());
    assertArrayEquals(
        new String[] {"two"},
        List.of(first.getSuppressed()).stream().map(Throwable::getMessage).toArray());
  }
}
