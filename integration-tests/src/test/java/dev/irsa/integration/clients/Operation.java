package dev.irsa.integration.clients;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An operation of a client: {@code whoami}, {@code list:BUCKET}, {@code read:BUCKET:KEY}, or {@code
 * export}, which prints the session of its default credentials.
 */
record Operation(String name, List<String> parameters) {

  private static final Pattern COLON = Pattern.compile(":");

  static Operation parse(String text) {
    List<String> parts = COLON.splitAsStream(text).toList();
    return new Operation(parts.get(0), parts.subList(1, parts.size()));
  }

  String bucket() {
    return parameters.get(0);
  }

  String key() {
    return parameters.get(1);
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    return parameters.isEmpty() ? name : name + ":" + String.join(":", parameters);
  }

  /** Returns the format of {@code credential_process}. */
  static String exported(String accessKeyId, String secretAccessKey, String sessionToken) {
    return "{\"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\", \"SessionToken\": \"%s\"}"
        .formatted(accessKeyId, secretAccessKey, sessionToken);
  }
}
