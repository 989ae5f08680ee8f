package dev.irsa.internal.guard;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Duration;

/** The keys that the pod got. Tests replace it. */
class PodKeys {

  /** The container endpoint is on the node, and answers from a cache. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** Returns whether a key was issued to a session. */
  boolean hasIssued(String accessKeyId) {
    return Sessions.shared().hasIssued(accessKeyId);
  }

  /**
   * Returns whether the container endpoint that the process is configured for hands out this key
   * now: then an SDK's own provider got it there. Waits at most two seconds. The session of the pod
   * is given back at once.
   *
   * @param given the settings of the pod
   */
  boolean isHandedOutNow(GivenSettings given, String accessKeyId) {
    GivenSettings ofPod = given.with(Setting.ENABLED, true).with(Setting.DEADLINE, DEADLINE);
    try (IrsaCredentials pod = IrsaCredentials.builder().given(ofPod).build()) {
      var unused = pod.credentials();
      return hasIssued(accessKeyId) || (pod.refresh() && hasIssued(accessKeyId));
    } catch (CredentialsException noneNow) {
      return false;
    }
  }
}
