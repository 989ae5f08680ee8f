package dev.irsa.serve;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply with a JSON document. Immutable; {@link #toString} contains no secrets.
 *
 * @param status the HTTP status
 * @param document the members of the document
 */
record Reply(int status, Map<String, String> document) {

  static Reply credentials(Map<String, String> document) {
    return new Reply(200, document);
  }

  /** Returns an error in the form of the container credentials contract. */
  static Reply error(int status, String code, String message) {
    Map<String, String> document = new LinkedHashMap<>();
    document.put("code", code);
    document.put("message", message);
    return new Reply(status, document);
  }

  boolean isSuccess() {
    return status == 200;
  }

  /** Returns the reply as it is sent. The connection is closed after it. */
  byte[] bytes() {
    byte[] content = JSONObjectUtils.toJSONString(document).getBytes(StandardCharsets.UTF_8);
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 " + status + " " + (isSuccess() ? "OK" : "Error"),
            "Content-Type: application/json",
            "Content-Length: " + content.length,
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            status == 405 ? "Allow: GET\r\nConnection: close" : "Connection: close",
            "",
            "");
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + content.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(content, 0, all, start.length, content.length);
    return all;
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
