package dev.irsa.internal.adapter;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Setting.Scope;
import dev.irsa.internal.config.SettingValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

  /** Warns if this library is switched off in a pod: the SDK's own chain may end at the node. */
  public static void warnIfSwitchedOff(GivenSettings given) {
    String origin = Resolver.switchedOffBy(Environment.system(), given);
    if (origin != null) {
      IrsaLog.log.warn(
          "irsa is switched off by {}: other providers decide whose credentials AWS clients use. The"
              + " SDK's own chain finds the pod's role of IRSA only with the SDK's module sts on the"
              + " class path; without it, clients sign as the node",
          origin);
    }
  }

  /**
   * Returns an error if the process names a profile beside container credentials, otherwise null.
   * The error also lists the other problems of the configuration. The SDKs would use the profile,
   * but either may be meant, so a chain uses neither. A web identity and settings in code take
   * precedence over profiles.
   *
   * @param given the settings of the chain
   */
  public static @Nullable MisconfiguredException profileConflict(GivenSettings given) {
    Environment environment = Environment.system();
    String property = environment.property(PROPERTY);
    boolean isProperty = property != null && !property.isBlank();
    String name = isProperty ? property : environment.variable(VARIABLE);
    if (name == null || name.isBlank() || hasIdentity(given)) {
      return null;
    }
    Configuration process = Resolver.resolve(environment, given);
    String container = containerCredentials(process);
    if (container.isEmpty()) {
      return null;
    }
    String origin = isProperty ? PROPERTY : VARIABLE;
    List<Problem> problems = new ArrayList<>();
    problems.add(
        new Problem(
            VARIABLE,
            origin,
            "names profile " + SettingValue.quote(name.trim()) + " beside " + container,
            "unset "
                + origin
                + " to use the pod's role, or give the client the SDK's own"
                + " ProfileCredentialsProvider to use the profile, and set "
                + Setting.GUARD_ALLOW.label()
                + "=profile, so that the guard lets it through"));
    process.problems().forEach(each -> problems.add(each.forUsers()));
    return new MisconfiguredException(true, problems);
  }

  /**
   * Returns whether the code or the process is configured for a web identity or container
   * credentials, even partly. It is if the only source is named, even one that does not exist. A
   * process that switches this library off is not, unless the code names an identity.
   */
  static boolean isIrsaPod(GivenSettings given) {
    return given.configuresPod()
        || Resolver.resolve(Environment.system(), GivenSettings.none()).isConfigured();
  }

  private static boolean hasIdentity(GivenSettings given) {
    return given.hasAny(Scope.WEB_IDENTITY) || given.hasAny(Scope.CONTAINER);
  }

  /** Returns the names of the container credentials if they are the source; otherwise nothing. */
  private static String containerCredentials(Configuration process) {
    return Setting.values().stream()
        .filter(each -> process.source() == IdentitySource.CONTAINER)
        .filter(each -> each.scope() == Scope.CONTAINER && process.found(each) != null)
        .map(Setting::label)
        .collect(Collectors.joining(" and "));
  }
}
