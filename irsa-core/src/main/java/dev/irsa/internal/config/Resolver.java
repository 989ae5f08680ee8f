package dev.irsa.internal.config;

import static dev.irsa.internal.config.Problem.Kind.CONFLICT;
import static dev.irsa.internal.config.Problem.Kind.INVALID;
import static dev.irsa.internal.config.Problem.Kind.NOT_CONFIGURED;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies the rules in order, to a process or to a view of its configuration. */
final class Resolver {

  private static final Duration MAX_CHAINED = Duration.ofHours(1);

  /** The session name of a chained role if the pod's session has no known name. */
  private static final String CHAINED_SESSION_NAME = "irsa";

  private Resolver() {}

  /** Resolves all settings; see {@link Configuration#resolve}. */
  static Configuration resolve(Environment environment, Given given) {
    Resolution settings = Resolution.of(environment, given);
    if (Boolean.FALSE.equals(settings.value(Setting.ENABLED))) {
      return switchedOff(settings);
    }
    IdentitySource source = IdentityRule.source(settings);
    if (source == IdentitySource.CONTAINER) {
      return container(settings);
    }
    if (!settings.isFound(Setting.ROLE_SESSION_NAME)) {
      String name = RoleSessionName.ofPod(environment.variable("HOSTNAME"));
      settings.put(Setting.ROLE_SESSION_NAME, new Value<>(name, Configuration.DEFAULT));
    }
    return webIdentity(settings, null);
  }

  /** A process that is switched off counts as not configured: chains go on to the SDK's own. */
  private static Configuration switchedOff(Resolution settings) {
    settings.problem(
        NOT_CONFIGURED,
        Setting.ENABLED,
        "switches this library off, so it does not provide credentials",
        "remove it to use the pod's role; to leave the choice to the SDK, remove this provider, or"
            + " use IrsaCredentialsProviderChain in its place");
    return new Configuration(IdentitySource.WEB_IDENTITY, settings, null, null, null);
  }

  private static Configuration container(Resolution settings) {
    Identity identity = IdentityRule.container(settings);
    URI endpoint = identity instanceof ContainerIdentity container ? container.uri() : null;
    // The container credentials do not need STS, so its settings count only if they are valid.
    Resolution sts = Resolution.of(settings.found());
    var unused = EndpointRule.read(sts, EndpointRule.override(sts));
    if (sts.problems().isEmpty()) {
      settings.take(sts);
    }
    return result(IdentitySource.CONTAINER, settings, identity, endpoint, null);
  }

  private static Configuration webIdentity(Resolution settings, @Nullable Configuration base) {
    if (base == null) {
      IdentityRule.requireWebIdentity(settings);
    }
    Value<?> override = EndpointRule.override(settings);
    var unusedRole = IdentityRule.role(settings, override == null);
    settings.read(Setting.WEB_IDENTITY_TOKEN, Setting.WEB_IDENTITY_TOKEN_FILE);
    if (override == null) {
      EndpointRule.requireRegion(settings);
    }
    URI own = EndpointRule.read(settings, override);
    Identity identity = IdentityRule.webIdentity(settings);
    requireShorterWindow(settings);
    URI endpoint = override == null ? endpoint(settings) : own;
    return result(IdentitySource.WEB_IDENTITY, settings, identity, endpoint, base);
  }

  private static @Nullable URI endpoint(Resolution settings) {
    EndpointRule chosen = EndpointRule.ofRegion(settings.read());
    if (chosen != null && chosen.problem() != null) {
      settings.problems().add(chosen.problem());
    }
    return chosen == null ? null : chosen.uri();
  }

  private static Configuration result(
      IdentitySource source,
      Resolution settings,
      @Nullable Identity identity,
      @Nullable URI endpoint,
      @Nullable Configuration base) {
    var unusedPolicy = settings.valueOr(Setting.REFRESH_POLICY, RefreshPolicy.standard());
    settings.read(Setting.WEB_IDENTITY_EXCHANGE, Setting.GUARD, Setting.GUARD_ALLOW);
    return new Configuration(source, settings, identity, endpoint, base);
  }

  private static void requireShorterWindow(Resolution settings) {
    Duration window =
        settings.valueOr(Setting.REFRESH_POLICY, RefreshPolicy.standard()).advisoryWindow();
    Duration duration = settings.value(Setting.SESSION_DURATION);
    Value<?> found = settings.found(Setting.SESSION_DURATION);
    if (found != null && duration != null && window != null && window.compareTo(duration) >= 0) {
      settings.problem(
          CONFLICT,
          Setting.REFRESH_POLICY,
          window + " is not shorter than the session duration, " + duration,
          "choose a shorter window, or a longer duration in "
              + Setting.SESSION_DURATION.label()
              + " (from "
              + found.origin()
              + ")");
    }
  }

  /** Returns the problems of a view's settings; see {@link Configuration#viewProblems}. */
  static List<Problem> viewProblems(Given view, Given handle) {
    Resolution settings = Resolution.of(Environment.none(), view);
    settings.put(Setting.REFRESH_POLICY, handle.value(Setting.REFRESH_POLICY));
    readView(settings, view);
    requireShorterWindow(settings);
    return List.copyOf(settings.problems());
  }

  private static void readView(Resolution settings, Given view) {
    if (!view.has(Setting.ROLE_ARN)) {
      var unused = settings.readAs(Setting.ROLE_ARN, new Value<>("", Given.BUILDER));
    }
    for (Setting<?> setting : view.settings()) {
      boolean isAllowed = view.isChained() ? setting.isForChainedRole() : setting.isForRole();
      if (!isAllowed) {
        settings.problem(
            CONFLICT,
            setting,
            "is set, but a web identity token cannot carry it",
            "use chainedRole(...)");
      } else {
        settings.read(setting);
      }
    }
    if (view.isBlank(Setting.ROLE_SESSION_NAME)) {
      Value<?> blank = new Value<>("", Given.BUILDER);
      settings
          .problems()
          .add(
              Problem.of(
                  INVALID,
                  Setting.ROLE_SESSION_NAME,
                  blank,
                  "is blank in a RoleRequest",
                  "give it a value"));
    }
    if (view.isChained()) {
      readChained(settings);
    }
  }

  private static void readChained(Resolution settings) {
    Duration duration = settings.value(Setting.SESSION_DURATION);
    if (duration != null && duration.compareTo(MAX_CHAINED) > 0) {
      settings.problem(
          INVALID,
          Setting.SESSION_DURATION,
          duration.toSeconds() + " s is longer than the maximum for a chained role",
          "use 900 to 3600 seconds");
    }
    List<String> transitive = settings.value(Setting.TRANSITIVE_TAG_KEYS);
    Value<?> found = settings.found(Setting.TRANSITIVE_TAG_KEYS);
    if (transitive != null && found != null) {
      Map<String, String> tags = settings.value(Setting.SESSION_TAGS);
      SessionTags.checkTransitive(
          transitive,
          tags == null ? Map.of() : tags,
          settings.report(Setting.TRANSITIVE_TAG_KEYS, found));
    }
  }

  /** Returns the configuration of a view; see {@link Configuration#with}. */
  static Configuration view(Configuration base, Resolution settings, Given view) {
    RoleRequest chainedRole = view.chainedRole();
    if (chainedRole == null && base.identity().source() != IdentitySource.WEB_IDENTITY) {
      return withoutToken(base, settings);
    }
    readView(settings, view);
    return chainedRole == null ? webIdentity(settings, base) : chained(base, settings, chainedRole);
  }

  /** Returns a configuration whose only problem is that another session needs the pod's token. */
  private static Configuration withoutToken(Configuration base, Resolution settings) {
    settings
        .problems()
        .add(
            new Problem(
                CONFLICT,
                Setting.ROLE_ARN,
                "forRole",
                null,
                "another role needs a web identity token, but the credentials come from "
                    + base.subject().issuerAt(),
                "use chainedRole(...) to assume " + roleArn(settings)));
    return new Configuration(IdentitySource.WEB_IDENTITY, settings, null, null, base);
  }

  /** Returns the ARN of the view's role, valid or not. */
  private static Object roleArn(Resolution settings) {
    Value<?> found = settings.found(Setting.ROLE_ARN);
    return found == null ? "it" : found.value();
  }

  private static Configuration chained(
      Configuration base, Resolution settings, RoleRequest request) {
    Value<?> override = EndpointRule.override(settings);
    RoleArn role = IdentityRule.role(settings, override == null);
    if (!settings.isFound(Setting.REGION)) {
      settings.missing(
          Setting.REGION,
          "AWS_REGION or AWS_DEFAULT_REGION",
          "neither is set to a region, whose STS is called to assume " + roleArn(settings),
          "set AWS_REGION, region(...) on the builder, or RoleRequest.withRegion(...)");
    }
    URI own = EndpointRule.read(settings, override);
    String name =
        settings.valueOr(
            Setting.ROLE_SESSION_NAME,
            Objects.requireNonNullElse(base.identity().roleSessionName(), CHAINED_SESSION_NAME));
    requireShorterWindow(settings);
    Identity chained =
        role != null && settings.problems().isEmpty()
            ? new ChainedIdentity(role.text(), name, request)
            : null;
    URI sts = override == null ? endpoint(settings) : own;
    return result(IdentitySource.CHAINED_ROLE, settings, chained, sts, base);
  }
}
