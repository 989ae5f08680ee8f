package dev.irsa.internal.adapter;

import java.util.HashMap;
import java.util.Map;

/** Profiles from text: {@code [profile NAME]}, followed by {@code key = value}. */
final class TextProfiles {

  private TextProfiles() {}

  static Profiles of(String... lines) {
    Map<String, Map<String, String>> profiles = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    for (String line : String.join("\n", lines).split("\n", -1)) {
      if (line.startsWith("[")) {
        current = new HashMap<>();
        profiles.put(line.replaceAll("\\[(profile )?|]", ""), current);
      } else if (!line.isBlank()) {
        String[] parts = line.split("=", 2);
        current.put(parts[0].trim(), parts[1].trim());
      }
    }
    return new Profiles(profiles, "a text");
  }
}
