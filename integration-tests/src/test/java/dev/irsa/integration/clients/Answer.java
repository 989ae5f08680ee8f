package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A {@link Probe}'s response to one command: figures and texts by name, on one line. */
record Answer(Map<String, String> fields) {

  private static final Pattern AMPERSAND = Pattern.compile("&");

  Answer {
    fields = new TreeMap<>(fields);
  }

  static Answer decode(String line) {
    Map<String, String> fields = new TreeMap<>();
    AMPERSAND
        .splitAsStream(line)
        .forEach(
            field -> {
              int equals = field.indexOf('=');
              fields.put(
                  field.substring(0, equals),
                  URLDecoder.decode(field.substring(equals + 1), UTF_8));
            });
    return new Answer(fields);
  }

  String encode() {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(joining("&"));
  }

  /** Returns a text; empty if it is missing. */
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  long number(String name) {
    return Long.parseLong(fields.get(name));
  }
}
