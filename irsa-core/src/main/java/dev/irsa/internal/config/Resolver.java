package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.CONFLICT;
import static dev.irsa.internal.config.Refusal.Kind.NOT_CONFIGURED;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes configurations of settings, in four steps: find the values, choose the source and the
 * values that it needs, parse them, judge them together. Does no I/O, and does not throw for
 * invalid values. Stateless.
 */
public final class Resolver {

  /** The session name of a chained role if the pod's session has no known name. */
  private static final String CHAINED_SESSION_NAME = "irsa";

  private Resolver() {}

  /**
   * Resolves all settings. Values set in code take precedence over system properties, and
   * properties over environment variables.
   */
  public static Configuration resolve(Environment environment, GivenSettings given) {
    FoundValues found = FoundValues.of(environment, given);
    Findings findings = new Findings();
    if (isSwitchedOff(found)) {
      return switchedOff(found, findings);
    }
    warnOfStaticKeys(environment, given, findings);
    if (IdentityRule.source(found, findings) == IdentitySource.CONTAINER) {
      return container(found, findings);
    }
    if (!found.has(Setting.ROLE_SESSION_NAME)) {
      String name = RoleSessionName.ofPod(environment.variable("HOSTNAME"));
      found = found.with(Setting.ROLE_SESSION_NAME, new SettingValue<>(name, SettingValue.DEFAULT));
    }
    IdentityRule.requireWebIdentity(found, findings);
    return ofRole(found, findings, null, null);
  }

  /** Resolves all settings as if this library was not switched off. */
  public static Configuration ofPod(Environment environment, GivenSettings given) {
    return resolve(environment, given.with(Setting.ENABLED, true));
  }

  /** Returns where a process with a configured source switches this library off, or null. */
  public static @Nullable String switchedOffBy(Environment environment, GivenSettings given) {
    SettingValue<?> found = FoundValues.of(environment, given).get(Setting.ENABLED);
    return found != null
            && !resolve(environment, given).isConfigured()
            && ofPod(environment, given).isConfigured()
        ? found.origin()
        : null;
  }

  /** Whoever set them may think that they count, as in the chains of the SDKs and of irsa. */
  private static void warnOfStaticKeys(
      Environment environment, GivenSettings given, Findings findings) {
    String keys = environment.staticKeys();
    if (keys != null && !Boolean.FALSE.equals(given.get(Setting.USE_ENVIRONMENT_IDENTITY))) {
      findings.warning(
          "The static keys in "
              + keys
              + " are ignored: this provider has the pod's role only. Remove them, or use irsa's"
              + " provider chain, in which they win");
    }
  }

  private static boolean isSwitchedOff(FoundValues found) {
    SettingValue<?> enabled = found.get(Setting.ENABLED);
    return enabled != null
        && Boolean.FALSE.equals(Setting.ENABLED.parse(enabled, new ArrayList<>()));
  }

  /**
   * A process counts as not configured if it switches this library off: chains go on to the SDK's
   * own.
   */
  private static Configuration switchedOff(FoundValues found, Findings findings) {
    findings.problem(
        NOT_CONFIGURED,
        Setting.ENABLED,
        found.get(Setting.ENABLED),
        "switches this library off, so it does not provide credentials",
        "remove it to use the pod's role; to leave the choice to the SDK, remove this provider, or"
            + " use irsa's provider chain in its place");
    ParsedValues parsed = ParsedValues.of(found.only(Setting.ENABLED));
    return new Configuration(
        IdentitySource.WEB_IDENTITY, found, parsed, findings, null, null, null, null);
  }

  /**
   * Checks the values that are set in code, together with the current environment. Missing values
   * and problems of the environment are left to the first call, because the environment may change
   * until then.
   *
   * @throws MisconfiguredException if values set in code are invalid; lists all their problems
   */
  public static void check(Environment environment, GivenSettings given) {
    if (given.isEmpty()) {
      return;
    }
    List<SettingProblem> problems = new ArrayList<>();
    for (SettingProblem problem : resolve(environment, given).problems()) {
      boolean isOfBoth =
          problem.setting() == Setting.REFRESH_POLICY && !given.has(Setting.SESSION_DURATION);
      if (given.isOrigin(problem.origin()) && !isOfBoth) {
        problems.add(problem);
      }
    }
    if (!problems.isEmpty()) {
      throw Configuration.failure(problems);
    }
  }

  /** Returns the problems that each value in code has by itself. */
  public static List<SettingProblem> problems(GivenSettings given) {
    Environment nothing = Environment.of(Map.of(), Map.of());
    return ParsedValues.of(FoundValues.of(nothing, given)).problems();
  }

  /**
   * Returns the configuration of a view of a handle: another session with the same token, or a
   * chained role.
   *
   * @param base the valid configuration of the handle
   */
  public static Configuration view(Configuration base, GivenSettings view) {
    FoundValues found = base.found().ofView(view);
    Findings findings = new Findings();
    if (view.isChained()) {
      return ofRole(withSessionName(found, base), findings, view, base);
    }
    if (base.identity().source() != IdentitySource.WEB_IDENTITY) {
      findings.add(withoutToken(base, found));
      ParsedValues nothing = ParsedValues.of(FoundValues.none());
      return new Configuration(
          IdentitySource.WEB_IDENTITY, found, nothing, findings, null, null, null, base);
    }
    return ofRole(found, findings, view, base);
  }

  /**
   * Returns the problems of a view's settings that can be found without the configuration of its
   * handle.
   *
   * @param handle the settings of the handle in code
   */
  public static List<SettingProblem> viewProblems(GivenSettings view, GivenSettings handle) {
    Findings findings = new Findings();
    SettingValue<?> policy = handle.value(Setting.REFRESH_POLICY);
    FoundValues found = FoundValues.none().with(Setting.REFRESH_POLICY, policy).ofView(view);
    ParsedValues parsed = findings.with(ParsedValues.of(found));
    ViewRule.check(view, parsed, findings);
    requireShorterWindow(parsed, findings);
    return List.copyOf(findings.problems());
  }

  private static Configuration container(FoundValues found, Findings findings) {
    FoundValues needed = IdentityRule.chooseContainer(found);
    ParsedValues parsed = findings.with(ParsedValues.of(needed));
    ContainerIdentity identity = IdentityRule.container(found, needed, parsed, findings);
    return new Configuration(
        IdentitySource.CONTAINER,
        found,
        parsed.and(ofStsBeside(found)),
        findings,
        identity,
        identity == null ? null : identity.uri(),
        null,
        null);
  }

  /**
   * Returns the values that say where STS is, beside container credentials, which do not need it:
   * they count only if all are valid.
   */
  private static ParsedValues ofStsBeside(FoundValues found) {
    FoundValues needed = EndpointRule.choose(found, found.locatingSts());
    ParsedValues parsed = ParsedValues.of(needed);
    SettingValue<?> own = needed.get(Setting.ENDPOINT_URL_STS);
    boolean isRefused =
        own != null
            && EndpointRule.refusal(own, parsed.get(Setting.ENDPOINT_URL_STS), parsed) != null;
    return isRefused || !parsed.problems().isEmpty() ? ParsedValues.of(FoundValues.none()) : parsed;
  }

  /** Chooses the values of a source whose credentials STS issues. */
  private static FoundValues neededOfSts(FoundValues found, IdentitySource source) {
    return EndpointRule.choose(found, found.neededBy(source));
  }

  /**
   * Returns the configuration of a role whose credentials STS issues.
   *
   * @param view the settings of a view, or null if a handle is resolved
   * @param base the configuration of the handle of a view, otherwise null
   */
  private static Configuration ofRole(
      FoundValues found,
      Findings findings,
      @Nullable GivenSettings view,
      @Nullable Configuration base) {
    RoleRequest chained = view == null ? null : view.chainedRole();
    IdentitySource source =
        chained == null ? IdentitySource.WEB_IDENTITY : IdentitySource.CHAINED_ROLE;
    FoundValues needed = neededOfSts(found, source);
    boolean isOfAws = !needed.has(Setting.ENDPOINT_URL_STS);
    if (chained != null || isOfAws) {
      requireRegion(found, chained != null, findings);
    }
    ParsedValues parsed = findings.with(ParsedValues.of(needed));
    if (view != null) {
      ViewRule.check(view, parsed, findings);
    }
    if (isOfAws) {
      IdentityRule.requireRoleOfAws(parsed, findings);
    }
    Identity identity = findings.problems().isEmpty() ? IdentityRule.ofRole(parsed, chained) : null;
    requireShorterWindow(parsed, findings);
    URI endpoint = EndpointRule.endpoint(needed, parsed, findings);
    URI spare = spare(parsed, endpoint, chained != null, findings);
    return new Configuration(source, found, parsed, findings, identity, endpoint, spare, base);
  }

  private static void requireRegion(FoundValues found, boolean isChained, Findings findings) {
    EndpointRule.requireRegion(
        found,
        isChained ? " to a region, whose STS is called to assume " + roleArn(found) : "",
        isChained
            ? "set AWS_REGION, region(...) on the builder, or RoleRequest.withRegion(...)"
            : "set AWS_REGION to the cluster's region, the property aws.region or region(...) on the"
                + " builder; neither instance metadata nor the global endpoint is used instead",
        findings);
  }

  /** Returns the spare endpoint, or null. Its rule is loaded only if there is one. */
  private static @Nullable URI spare(
      ParsedValues parsed, @Nullable URI first, boolean isSigned, Findings findings) {
    return parsed.at(Setting.STS_SPARE) == null
        ? null
        : SpareRule.endpoint(parsed, first, isSigned, findings);
  }

  /** Returns the values of a chained role, whose session has the name of the pod's by default. */
  private static FoundValues withSessionName(FoundValues found, Configuration base) {
    if (found.has(Setting.ROLE_SESSION_NAME)) {
      return found;
    }
    String name = base.identity().roleSessionName();
    String standard = name == null ? CHAINED_SESSION_NAME : name;
    return found.with(
        Setting.ROLE_SESSION_NAME, new SettingValue<>(standard, SettingValue.DEFAULT));
  }

  /**
   * Returns the configuration of a token for others.
   *
   * @param base the valid configuration of the session whose credentials sign for it
   */
  public static Configuration outboundToken(Configuration base, OutboundTokenRequest request) {
    String roleArn = base.identity().roleArn();
    FoundValues found = base.found().ofOutboundToken(roleArn != null);
    FoundValues needed = neededOfSts(found, IdentitySource.OUTBOUND_TOKEN);
    Findings findings = new Findings();
    ParsedValues parsed = findings.with(ParsedValues.of(needed));
    URI endpoint = OutboundTokenRule.endpoint(needed, parsed, findings);
    return new Configuration(
        IdentitySource.OUTBOUND_TOKEN,
        found,
        parsed,
        findings,
        new OutboundTokenIdentity(roleArn, request),
        endpoint,
        OutboundTokenRule.unlessGlobal(spare(parsed, endpoint, true, findings)),
        base);
  }

  /** Returns the problem that another session needs the pod's token. */
  private static SettingProblem withoutToken(Configuration base, FoundValues found) {
    return new SettingProblem(
        CONFLICT,
        Setting.ROLE_ARN,
        "forRole",
        null,
        "another role needs a web identity token, but the credentials come from "
            + base.subject().issuerAt(),
        "use chainedRole(...) to assume " + roleArn(found));
  }

  /** Returns the ARN of the view's role, valid or not. */
  private static Object roleArn(FoundValues found) {
    return Objects.requireNonNull(found.get(Setting.ROLE_ARN)).value();
  }

  private static void requireShorterWindow(ParsedValues parsed, Findings findings) {
    RefreshPolicy policy = parsed.get(Setting.REFRESH_POLICY);
    Duration window = policy == null ? null : policy.advisoryWindow();
    SettingValue<?> found = parsed.at(Setting.SESSION_DURATION);
    Duration duration = parsed.get(Setting.SESSION_DURATION);
    if (found != null && duration != null && window != null && window.compareTo(duration) >= 0) {
      findings.problem(
          CONFLICT,
          Setting.REFRESH_POLICY,
          parsed.at(Setting.REFRESH_POLICY),
          window + " is not shorter than the session duration, " + duration,
          "choose a shorter window, or a longer duration in "
              + Setting.SESSION_DURATION.label()
              + " (from "
              + found.origin()
              + ")");
    }
  }
}
