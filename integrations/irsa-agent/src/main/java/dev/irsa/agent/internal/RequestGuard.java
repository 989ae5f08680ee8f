package dev.irsa.agent.internal;

import dev.irsa.internal.guard.ClientGuard;
import dev.irsa.internal.guard.CredentialScope;
import dev.irsa.internal.guard.SignedRequest;
import java.net.URI;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The guard of the clients of one copy of an SDK. The agent's class beside the SDK reads the
 * requests, which fails if the version of the SDK lacks something. Thread-safe.
 */
final class RequestGuard {

  private static final String CURE =
      "a provider of irsa, or the default chain of its SDK, which the agent provides with it";

  private final ClientGuard client = new ClientGuard();

  /** Returns the steps before a request is sent, and after a response. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static BiFunction<Supplier<String>, Supplier<Object[]>, RuntimeException>[] create() {
    RequestGuard guard = new RequestGuard();
    BiFunction<Supplier<@Nullable String>, Supplier<Object[]>, @Nullable RuntimeException> before =
        guard::before;
    BiFunction<
            Supplier<@Nullable String>, Supplier<Object @Nullable []>, @Nullable RuntimeException>
        after = guard::after;
    return new BiFunction[] {before, after};
  }

  /**
   * Compares the key of a request with the keys of the pod.
   *
   * @param signature as for {@link CredentialScope#of}
   * @param call the service, the operation, the class of the provider or null, and the endpoint: a
   *     URI, or the host with the port
   * @return why the request must not be sent, or null
   */
  private @Nullable RuntimeException before(
      Supplier<@Nullable String> signature, Supplier<Object[]> call) {
    try {
      String key = client.newKey(signature.get());
      if (key != null) {
        Object[] of = call.get();
        client.check(
            SignedRequest.of(
                String.valueOf(of[0]),
                String.valueOf(of[1]),
                of[3] instanceof URI endpoint ? SignedRequest.authority(endpoint) : (String) of[3],
                key,
                (Class<?>) of[2],
                null,
                CURE));
      }
      return null;
    } catch (Throwable failure) {
      return client.denial(failure);
    }
  }

  /**
   * Notes the key that a response contains.
   *
   * @param signature the signature of the request, as before
   * @param handedOut the key, its end or null, the role or null, and the operation; null if the
   *     response has no key
   * @return null
   */
  private @Nullable RuntimeException after(
      Supplier<@Nullable String> signature, Supplier<Object @Nullable []> handedOut) {
    try {
      Object[] found = handedOut.get();
      if (found != null) {
        client.handedOut(
            CredentialScope.key(signature.get()),
            String.valueOf(found[0]),
            found[1] instanceof Instant end ? end : null,
            String.valueOf(found[3]),
            (String) found[2]);
      }
    } catch (Throwable defect) {
      // The first request that is signed with such a key is reported.
      client.missed();
    }
    return null;
  }
}
