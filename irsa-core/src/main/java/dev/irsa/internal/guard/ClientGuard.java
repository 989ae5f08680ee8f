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

  /** The key that was found to be the pod's last. A thread that reads another one looks it up. */
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

  /** Returns where the key begins in an {@code Authorization} field, or -1 if it has none. */
  public static int startOfKey(String authorization) {
    int name = authorization.indexOf(CREDENTIAL);
    return name < 0 ? -1 : name + CREDENTIAL.length();
  }

  /** Returns the key that begins at a position of a signature's scope, in which a slash follows. */
  public static String key(String scope, int position) {
    int end = scope.indexOf('/', position);
    return end < 0 ? scope.substring(position) : scope.substring(position, end);
  }

  /**
   * Returns whether a text has the key of the last request of this client at a position, followed
   * by a slash. Allocates nothing.
   */
  public boolean isLastKey(String text, int position) {
    String key = lastKey;
    int end = position + key.length();
    return !key.isEmpty()
        && end < text.length()
        && text.charAt(end) == '/'
        && text.startsWith(key, position);
  }

  /** Returns whether a key is that of the last request of this client. */
  public boolean isLastKey(@Nullable String accessKeyId) {
    return lastKey.equals(accessKeyId);
  }

  /**
   * Compares the key of a request with those of the pod, and reports another one.
   *
   * @throws CredentialsException if it is another one, and such requests are denied
   */
  public void check(SignedCall call) {
    if (guard.isOfPod(call)) {
      lastKey = call.accessKeyId();
    } else {
      guard.report(call, reported);
    }
  }

  /**
   * Returns why a request is not sent whose comparison threw, or null if it is sent: a call must
   * not fail because an adapter cannot find out what it is signed with, unless other identities are
   * denied.
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
}
