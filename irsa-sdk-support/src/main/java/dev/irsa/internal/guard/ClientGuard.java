package dev.irsa.internal.guard;

import dev.irsa.credentials.CredentialsException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The guard of one client of an SDK. Thread-safe. */
public final class ClientGuard {

  private static final String NOT_SENT = "nothing was sent";
  private static final String SENT =
      "it was sent: the provider changed its keys after it was asked";

  private final IdentityGuard guard;

  /**
   * The last key that was found to be the pod's, whatever the settings say. Threads may overwrite
   * each other's: any other key is looked up.
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
   * Returns the access key id that signed a request, or null if there is nothing to compare: it is
   * not signed, or by a key of the pod, or the guard is off. For requests that the same key signs
   * nothing is allocated. The settings are not read for the pod's own requests.
   *
   * @param signature as for {@link CredentialScope#of}
   */
  public @Nullable String newKey(@Nullable String signature) {
    String key =
        signature == null || isOfLastKey(signature) || guard.isKnownToBeOff()
            ? null
            : CredentialScope.key(signature);
    return key != null && isNew(key) ? key : null;
  }

  private boolean isOfLastKey(String signature) {
    String key = lastKey;
    return !key.isEmpty() && CredentialScope.isOf(key, signature);
  }

  /** Returns whether a request with this key is to be compared, like {@link #newKey}. */
  public boolean isNew(String accessKeyId) {
    if (lastKey.equals(accessKeyId)) {
      return false;
    }
    if (guard.isPods(accessKeyId)) {
      lastKey = accessKeyId;
      return false;
    }
    return guard.isOn();
  }

  /**
   * Compares the key of a request with the pod's keys, and reports a foreign key.
   *
   * @throws CredentialsException if the key is foreign, and foreign requests are denied
   */
  public void check(SignedRequest call) {
    if (guard.check(call, reported, NOT_SENT)) {
      lastKey = call.accessKeyId();
    }
  }

  /**
   * Compares the key of a request that was sent, because an SDK asked the provider again after
   * {@link #check}.
   *
   * @throws CredentialsException if the key is foreign, and foreign requests are denied
   */
  public void checkSent(SignedRequest call) {
    boolean unused = guard.check(call, reported, SENT);
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
