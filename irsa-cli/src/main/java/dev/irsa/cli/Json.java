package dev.irsa.cli;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/** JSON documents as the command prints them. */
public final class Json {

  private Json() {}

  /** One line with the members in the map's order. */
  public static String line(Map<String, ?> members) {
    return JSONObjectUtils.toJSONString(members);
  }
}
