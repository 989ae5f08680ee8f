package dev.irsa.fake;

import java.util.HashMap;
import java.util.Map;

/** Sets system properties for a test and restores them afterwards. */
public final class SystemProperties implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  public void set(String key, String value) {
    before.putIfAbsent(key, System.getProperty(key, ""));
    System.setProperty(key, value);
  }

  public void clear(String... keys) {
    for (String key : keys) {
      before.putIfAbsent(key, System.getProperty(key, ""));
      System.clearProperty(key);
    }
  }

  @Override
  public void close() {
    before.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }
}
