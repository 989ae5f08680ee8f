package dev.irsa.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {

  @Test
  void aLogKeepsTheNewestOfItsEntries() {
    RequestLog log = new RequestLog();
    log.keepLatest(3);
    for (String action : List.of("a", "b", "b", "b")) {
      log.arrived(action);
    }

    assertEquals(0, log.arrivals("a"));
    assertEquals(3, log.arrivals("b"));
    assertThrows(IllegalArgumentException.class, () -> log.keepLatest(0));
  }
}
