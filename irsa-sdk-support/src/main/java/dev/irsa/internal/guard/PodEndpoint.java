package dev.irsa.internal.guard;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Duration;

/** The container endpoint that the process is configured for. Stateless. */
final class PodEndpoint {

  /** It is on the node, and answers from a cache. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private PodEndpoint() {}

  /**
   * Returns whether the endpoint hands out this key now: then an SDK's own provider got it there.
   * Waits at most two seconds. The session of the pod is given back at once.
   *
   * @param given the settings of the pod
   */
  static boolean handsOut(GivenSettings given, String accessKeyId) {
    GivenSettings ofPod = given.with(Setting.ENABLED, true).with(Setting.DEADLINE, DEADLINE);
    try (IrsaCredentials pod = IrsaCredentials.builder().given(ofPod).build()) {
      var unused = pod.credentials();
      return Sessions.shared().hasIssued(accessKeyId)
          || (pod.refresh() && Sessions.shared().hasIssued(accessKeyId));
    } catch (CredentialsException noneNow) {
      return false;
    }
  }
}
