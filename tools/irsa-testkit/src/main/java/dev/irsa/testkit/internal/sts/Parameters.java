package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of the AWS Query protocol, from the form of a POST or the query of a GET. */
record Parameters(Map<String, String> values) {

  static Parameters of(Request request) {
    Map<String, String> values = new LinkedHashMap<>();
    read(request.rawQuery(), values);
    if (request.method().equals("POST")) {
      read(request.text(), values);
    }
    return new Parameters(values);
  }

  private static void read(String form, Map<String, String> into) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        into.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A stray percent sign is kept; the constraints will reject it.
      return text;
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String orEmpty(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns the values of {@code PolicyArns.member.1.arn}, {@code PolicyArns.member.2.arn}, … */
  List<String> members(String list, String field) {
    return numbered(list + ".member.", "." + field);
  }

  /** Returns the values of {@code TransitiveTagKeys.member.1} and so on. */
  List<String> members(String list) {
    return numbered(list + ".member.", "");
  }

  private List<String> numbered(String before, String after) {
    List<String> members = new ArrayList<>();
    String value = get(before + 1 + after);
    while (value != null) {
      members.add(value);
      value = get(before + (members.size() + 1) + after);
    }
    return members;
  }

  @Override
  public String toString() {
    return "Parameters" + values.keySet();
  }
}
