package dev.irsa.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.IrsaLab;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {

  @Test
  void aLabThatRunsForLongKeepsItsLatestRequests() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try (IrsaLab lab = IrsaLab.builder().keptRequests(2).start()) {
      for (String bucket : List.of("first", "second", "third")) {
        http.send(
            HttpRequest.newBuilder(lab.s3().plainUri().resolve("/" + bucket)).build(),
            HttpResponse.BodyHandlers.discarding());
      }

      assertEquals(2, lab.requests().all().size());
    }
  }

  @Test
  void aLogKeepsTheNewestOfItsEntries() {
    RequestLog log = new RequestLog(3);
    for (String action : List.of("a", "b", "b", "b")) {
      log.arrived(action);
    }

    assertEquals(0, log.arrivals("a"));
    assertEquals(3, log.arrivals("b"));
    assertThrows(IllegalArgumentException.class, () -> new RequestLog(0));
  }
}
