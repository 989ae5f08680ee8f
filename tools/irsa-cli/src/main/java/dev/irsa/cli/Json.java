package dev.irsa.cli;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/** Writes JSON documents for the command's output. */
public final class Json {

  private Json() {}

  /** Returns a document on one line, with members in the map's order. */
  public static String line(Map<String, ?> members) {
    return JSONObjectUtils.toJSONString(members);
  }
}
