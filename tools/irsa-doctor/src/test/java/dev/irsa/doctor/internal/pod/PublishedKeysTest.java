package dev.irsa.doctor.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedKeysTest {

  @ParameterizedTest
  @CsvSource({
    "https://oidc.example/id/A, true",
    "HTTPS://oidc.example, true",
    "http://127.0.0.1:8080/keys, true",
    "http://localhost:8080, true",
    "http://[::1]:8080, true",
    "http://oidc.example, false",
    "http://127.example.com, false",
    "file:///keys, false",
    "mailto:keys@oidc.example, false"
  })
  void documentsAreFetchedByHttpsOrFromLoopback(URI uri, boolean isAllowed) {
    assertEquals(isAllowed, PublishedKeys.allowed(uri) != null);
  }
}
