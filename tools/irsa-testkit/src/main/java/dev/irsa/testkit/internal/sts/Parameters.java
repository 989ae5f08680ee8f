package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.UriEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of the AWS Query protocol, from the form of a POST or the query of a GET. */
record Parameters(Map<String, String> values) {

  static Parameters of(Request request) {
    Map<String, String> values = read(request.rawQuery());
    if (request.method().equals("POST")) {
      values.putAll(read(request.text()));
    }
    return new Parameters(values);
  }

  /** Reads a form, in which a plus sign is a blank. */
  private static Map<String, String> read(String form) {
    return UriEncoding.query(form.replace('+', ' '));
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
