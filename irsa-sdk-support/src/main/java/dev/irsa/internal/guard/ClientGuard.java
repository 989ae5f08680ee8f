package dev.irsa.internal.guard;

import dev.irsa.credentials.CredentialsException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The guard of one client of an SDK. Thread-safe. */
public final class ClientGuard {

  private static final String CREDENTIAL = "Credential=";

  private final IdentityGuard guard;

  /**
   * The last key that was found to be the pod's. Threads may overwrite each other's: a key that is
   * not here is looked up.
   */
  private volatile String lastKey = "";

  /** The identities that were reported for this client. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** Creates the guard of a client. */
  public ClientGuard() {
    this(IdentityGuard.shared());
  }

  ClientGuard(IdentityGuard guard) {
    this.guard = guard;
  }

  /** Returns whether requests of this process are compared at all. */
  public boolean isOn() {
    return guard.isOn();
  }

  /**
   * Returns the access key id that signed a request, or null if it is not signed by one, as with a
   * bearer token.
   *
   * @param signature an {@code Authorization} field, or the scope of a signature, which begins with
   *     the key; null if the request has neither
   */
  public static @Nullable String key(@Nullable String signature) {
    int start = signature == null ? -1 : startOfKey(signature);
    if (signature == null || start < 0) {
      return null;
    }
    int end = signature.indexOf('/', start);
    return end < 0 ? signature.substring(start) : signature.substring(start, end);
  }

  private static int startOfKey(String signature) {
    int name = signature.indexOf(CREDENTIAL);
    if (name >= 0) {
      return name + CREDENTIAL.length();
    }
    return signature.indexOf(' ') < 0 && signature.indexOf('/') > 0 ? 0 : -1;
  }

  /**
   * Returns the access key id that signed a request, or null if it is not signed, or if the last
   * request of this client was signed by the same key. Then nothing is allocated.
   *
   * @param signature as for {@link #key}
   */
  public @Nullable String newKey(@Nullable String signature) {
    return signature == null || hasLastKey(signature) ? null : key(signature);
  }

  private boolean hasLastKey(String signature) {
    String key = lastKey;
    int start = startOfKey(signature);
    int end = start + key.length();
    return !key.isEmpty()
        && start >= 0
        && end < signature.length()
        && signature.charAt(end) == '/'
        && signature.startsWith(key, start);
  }

  /** Returns whether this key signed the last request of this client. */
  public boolean isLastKey(String accessKeyId) {
    return lastKey.equals(accessKeyId);
  }

  /**
   * Compares the key of a request with the pod's keys, and reports a foreign key.
   *
   * @throws CredentialsException if the key is foreign, and foreign requests are denied
   */
  public void check(SignedCall call) {
    if (guard.isOfPod(call)) {
      lastKey = call.accessKeyId();
    } else {
      guard.report(call, reported);
    }
  }

  /**
   * Decides about a request whose comparison threw: returns why it is denied, or null to send it. A
   * call must not fail because an adapter cannot find out who signed it, unless other identities
   * are denied.
   */
  public @Nullable CredentialsException denial(Throwable failure) {
    return failure instanceof CredentialsException denied ? denied : guard.undecided(failure);
  }

  /**
   * Notes a key that a service handed out in a response.
   *
   * @param signer the access key id that signed the request, or null if it was not signed
   * @param accessKeyId the access key id in the response
   * @param expiration when the key expires, or null if the response does not say
   * @param operation the operation
   * @param roleArn the role that the request named, or null
   */
  public void handedOut(
      @Nullable String signer,
      String accessKeyId,
      @Nullable Instant expiration,
      String operation,
      @Nullable String roleArn) {
    guard.handedOut(signer, accessKeyId, expiration, operation, roleArn);
  }

  /** Notes that the key in a response could not be read. */
  public void missed() {
    guard.missed();
  }
}
