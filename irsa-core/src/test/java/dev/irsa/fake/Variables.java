package dev.irsa.fake;

import java.util.HashMap;
import java.util.Map;

/** Environment variables, listed as name, value, name, value. */
public final class Variables {

  private Variables() {}

  public static Map<String, String> of(String... variables) {
    return changed(Map.of(), variables);
  }

  /** Returns a copy with changes; null removes a variable. */
  public static Map<String, String> changed(Map<String, String> variables, String... changes) {
    Map<String, String> all = new HashMap<>(variables);
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        all.remove(changes[i]);
      } else {
        all.put(changes[i], changes[i + 1]);
      }
    }
    return all;
  }
}
