package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.config.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for default chains: ours, and the SDKs' chains that the agent replaces. Stateless. */
public final class ChainRules {

  private static final String VARIABLE = "AWS_PROFILE";
  private static final String PROPERTY = "aws.profile";

  private ChainRules() {}

  /** Warns that static keys win over the role of the pod. */
  public static void warnOfKeys(String provider) {
    IrsaLog.log.warn(
        "The credentials that {} found shadow the pod's IAM role: this process is configured for"
            + " IRSA or EKS Pod Identity, and does not use it. Remove them to use the role.",
        provider);
  }

  /**
   * Returns an error if the process names a profile beside container credentials, otherwise null.
   * The error also lists the other problems of the configuration. The SDKs would use the profile,
   * but either may be meant, so a chain uses neither. A web identity and settings in code take
   * precedence over profiles.
   *
   * @param pod the session of the process
   */
  public static @Nullable MisconfiguredException profileConflict(TranslatedHandle<?> pod) {
    Environment process = Environment.system();
    String property = process.property(PROPERTY);
    boolean isProperty = property != null && !property.isBlank();
    String name = isProperty ? property : process.variable(VARIABLE);
    String container = name == null || name.isBlank() ? "" : pod.settings().containerOfProcess();
    if (name == null || container.isEmpty()) {
      return null;
    }
    String origin = isProperty ? PROPERTY : VARIABLE;
    List<Problem> problems = new ArrayList<>();
    problems.add(
        new Problem(
            VARIABLE,
            origin,
            "names profile \"" + name.trim() + "\" beside " + container,
            "unset "
                + origin
                + " to use the pod's role, or give the client the SDK's own"
                + " ProfileCredentialsProvider to use the profile"));
    problems.addAll(pod.problems());
    return new MisconfiguredException(true, problems);
  }
}
