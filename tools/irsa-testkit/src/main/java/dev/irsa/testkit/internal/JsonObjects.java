package dev.irsa.testkit.internal;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates JSON objects, whose members keep their order. */
public final class JsonObjects {
  private JsonObjects() {}

  /** Returns an object with members that are given as names and values in turn. */
  public static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }

  /** Returns the text of such an object. */
  public static String text(Object... namesAndValues) {
    return JSONObjectUtils.toJSONString(of(namesAndValues));
  }
}
