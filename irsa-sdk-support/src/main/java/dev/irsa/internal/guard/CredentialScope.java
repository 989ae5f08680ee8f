package dev.irsa.internal.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a signature says of its key. Immutable.
 *
 * @param accessKeyId the access key id
 * @param rest date, region (missing with SigV4a), service and more
 */
public record CredentialScope(String accessKeyId, List<String> rest) {

  private static final String CREDENTIAL = "Credential=";
  private static final String VERSION_TWO = "AWS ";

  /**
   * Returns the scope of a signature, or null if no access key signed it, as with a bearer token.
   *
   * @param signature an {@code Authorization} field, or a scope alone, as it stands in a query;
   *     null if the request has neither
   */
  public static @Nullable CredentialScope of(@Nullable String signature) {
    String key = key(signature);
    if (signature == null || key == null) {
      return null;
    }
    int rest = start(signature) + key.length();
    String[] parts = signature.substring(rest, end(signature, rest, ", ")).split("[/:]", -1);
    return new CredentialScope(key, List.of(parts).subList(1, parts.length));
  }

  /** Returns the access key id of a signature, or null; see {@link #of}. */
  public static @Nullable String key(@Nullable String signature) {
    int start = signature == null ? -1 : start(signature);
    return signature == null || start < 0
        ? null
        : signature.substring(start, end(signature, start, ", /:"));
  }

  /** Returns whether a key made a signature. Allocates no memory. */
  static boolean isOf(String accessKeyId, String signature) {
    int start = start(signature);
    int end = start + accessKeyId.length();
    return start >= 0
        && end < signature.length()
        && signature.charAt(end) == '/'
        && signature.startsWith(accessKeyId, start);
  }

  /** Returns where the key starts, or -1. */
  private static int start(String signature) {
    int name = signature.indexOf(CREDENTIAL);
    if (name >= 0) {
      return name + CREDENTIAL.length();
    }
    if (signature.startsWith(VERSION_TWO)) {
      return VERSION_TWO.length();
    }
    return signature.indexOf(' ') < 0 && signature.indexOf('/') > 0 ? 0 : -1;
  }

  private static int end(String signature, int start, String marks) {
    int end = start;
    while (end < signature.length() && marks.indexOf(signature.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
