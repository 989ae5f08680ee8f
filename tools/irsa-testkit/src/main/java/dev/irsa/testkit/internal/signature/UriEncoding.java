package dev.irsa.testkit.internal.signature;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Percent encoding as required by Signature Version 4: upper case digits for all characters except
 * unreserved ones. The JDK's encoder is for forms, and differs in four characters.
 */
public final class UriEncoding {
  private UriEncoding() {}

  /** A decoded query parameter. */
  record Parameter(String name, String value) {}

  /** Returns the decoded parameters of a raw query, in their order. */
  static List<Parameter> parameters(String rawQuery) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        parameters.add(new Parameter(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1])));
      }
    }
    return parameters;
  }

  /** Returns the same by name; of several parameters of a name the last one. */
  public static Map<String, String> query(String rawQuery) {
    Map<String, String> query = new LinkedHashMap<>();
    parameters(rawQuery).forEach(each -> query.put(each.name, each.value));
    return query;
  }

  /** Decodes percent encoding. A plus sign is literal; a malformed text is returned as it is. */
  public static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Percent-encodes a text. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** Percent-encodes a path, except for its slashes. */
  public static String encodePath(String path) {
    return encode(path).replace("%2F", "/");
  }
}
