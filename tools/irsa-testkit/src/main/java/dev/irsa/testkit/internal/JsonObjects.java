package dev.irsa.testkit.internal;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and creates JSON objects, whose members keep their order. */
public final class JsonObjects {
  private JsonObjects() {}

  /**
   * Parses an object.
   *
   * @throws ParseException if the text is anything else. Nimbus alone would also accept null, and
   *     an array of pairs
   */
  public static Map<String, Object> parse(String json) throws ParseException {
    if (!json.stripLeading().startsWith("{")) {
      throw new ParseException("not a JSON object", 0);
    }
    return JSONObjectUtils.parse(json);
  }

  /**
   * Parses a signed JWT.
   *
   * @throws ParseException if it is malformed. Nimbus alone would throw a NullPointerException for
   *     null as the header
   */
  public static SignedJWT signedJwt(String token) throws ParseException {
    var unused = parse(new Base64URL(token.split("\\.", 2)[0]).decodeToString());
    return SignedJWT.parse(token);
  }

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
