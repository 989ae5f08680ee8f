package dev.irsa.internal.adapter;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles from text: {@code [profile NAME]}, followed by {@code key = value}. */
record TextProfiles(Map<String, Map<String, String>> profiles) implements Profiles {

  static TextProfiles of(String... lines) {
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
    return new TextProfiles(profiles);
  }

  @Override
  public boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  @Override
  public @Nullable String property(String profile, String key) {
    String value = profiles.getOrDefault(profile, Map.of()).get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public String files() {
    return "a text";
  }
}
