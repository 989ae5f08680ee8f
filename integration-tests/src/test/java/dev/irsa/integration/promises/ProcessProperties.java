package dev.irsa.integration.promises;

import java.util.HashMap;
import java.util.Map;

/** System properties of the process for a while. */
final class ProcessProperties implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  ProcessProperties(Map<String, String> set) {
    set.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
  }

  @Override
  public void close() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }
}
