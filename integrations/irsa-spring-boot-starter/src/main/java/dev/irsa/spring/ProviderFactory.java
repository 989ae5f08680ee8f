package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.FrameworkSettings;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.OutboundTokenRule;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import dev.irsa.internal.config.ViewRequest;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Creates the provider. The problems of its exceptions name properties. Not thread-safe. */
final class ProviderFactory {

  /** The properties of the settings of a chained role. */
  private static final Map<Setting<?>, String> CHAINED =
      Map.of(
          Setting.ROLE_ARN, "irsa.chained-role-arn",
          Setting.ROLE_SESSION_NAME, "irsa.chained-role-session-name",
          Setting.EXTERNAL_ID, "irsa.chained-role-external-id");

  private final KnownProperties known;
  private final IrsaProperties properties;
  private final List<Problem> problems = new ArrayList<>();
  private final @Nullable RoleRequest chainedRole;
  private final GivenSettings given;
  private final Map<String, OutboundTokenRequest> outboundTokens = new TreeMap<>();

  ProviderFactory(KnownProperties known) {
    this.known = known;
    this.properties = known.bind(new ReportingEach());
    known.unknown().forEach(this::report);
    GivenSettings ofPod = ofPod();
    this.chainedRole = chainedRole();
    this.given =
        withDeadline(
            chainedRole == null ? ofPod : ofPod.withView(new ViewRequest(chainedRole, true)));
    if (chainedRole != null) {
      Resolver.viewProblems(GivenSettings.of(chainedRole, true), GivenSettings.none())
          .forEach(each -> report(CHAINED.get(each.setting()), each.found(), each.fix()));
    }
    Map<String, IrsaProperties.OutboundToken> tokens = properties.outboundTokens();
    if (tokens != null) {
      tokens.forEach((name, token) -> outboundTokens.put(name, checked(name, token)));
    }
  }

  /** Returns the request for a token, and records its problems under the names of properties. */
  private OutboundTokenRequest checked(String name, IrsaProperties.OutboundToken token) {
    String prefix = "irsa.outbound-tokens." + name;
    OutboundTokenRequest request = token.request();
    if (request.audiences().isEmpty()) {
      report(
          prefix + ".audience",
          "is missing",
          "set it to what the service expects in the claim aud of a token");
    }
    try {
      OutboundTokenRule.check(request);
    } catch (MisconfiguredException invalid) {
      for (Problem each : invalid.problems()) {
        String property = each.setting().endsWith(".duration") ? ".duration" : ".audience";
        report(prefix + property, each.found(), each.fix());
      }
    }
    return request;
  }

  /** Returns the requests for tokens, by the names of their beans. */
  Map<String, OutboundTokenRequest> outboundTokens() {
    return outboundTokens;
  }

  /** Returns what the properties set for the session of the pod, under their names. */
  private GivenSettings ofPod() {
    Object duration = Objects.requireNonNullElse(properties.sessionDuration(), "");
    return known
        .given()
        .with(Setting.SESSION_DURATION, new SettingValue<>(duration, "irsa.session-duration"))
        .with(Setting.REFRESH_POLICY, new SettingValue<>(policy(), "irsa.advisory-window"));
  }

  private GivenSettings withDeadline(GivenSettings all) {
    IrsaCredentials.Builder core = IrsaCredentials.builder().given(all);
    return checked("irsa.deadline", core, each -> each.deadline(properties.deadline())).given();
  }

  /**
   * Returns the properties that sessions depend on: neither how long calls wait, nor the guard's,
   * nor tokens for others.
   */
  Map<String, Optional<Object>> sessionProperties() {
    Map<String, Optional<Object>> all = properties.byName();
    all.keySet()
        .removeAll(
            Set.of("irsa.deadline", "irsa.guard", "irsa.guard-allow", "irsa.outbound-tokens"));
    return all;
  }

  /** Returns whether both make the same session, whatever names the settings have. */
  boolean isSameSession(ProviderFactory other) {
    return Objects.equals(chainedRole, other.chainedRole)
        && pod().problems().isEmpty()
        && pod().equals(other.pod());
  }

  private Configuration pod() {
    return Resolver.resolve(given.environment(), given);
  }

  /** Returns the configuration of a session. All settings are valid. */
  Configuration configuration(IdentitySource source) {
    return chainedRole != null && source == IdentitySource.CHAINED_ROLE
        ? Resolver.view(pod(), GivenSettings.of(chainedRole, true))
        : pod();
  }

  private @Nullable RoleRequest chainedRole() {
    String name = properties.chainedRoleSessionName();
    String externalId = properties.chainedRoleExternalId();
    if (properties.chainedRoleArn() == null) {
      requireRole("irsa.chained-role-session-name", name);
      requireRole("irsa.chained-role-external-id", externalId);
      return null;
    }
    return FrameworkSettings.chainedRole(properties.chainedRoleArn(), name, externalId);
  }

  private void requireRole(String property, @Nullable String value) {
    if (value != null) {
      report(property, "is set without chained-role-arn", "set both, or neither");
    }
  }

  /**
   * Creates the provider, and starts to fetch the first credentials in the background.
   *
   * @param listeners receive the events of the session
   * @throws MisconfiguredException if a property or the environment of the process is invalid, or
   *     if other credentials are configured as well; lists all problems
   */
  IrsaCredentialsProvider create(List<? extends IrsaListener> listeners) {
    requireValid(true);
    return started(listeners);
  }

  /**
   * Checks all properties.
   *
   * @param isProvider whether they are those of a provider, so that the environment of the process
   *     has to be valid as well, and other credentials may not be configured
   * @throws MisconfiguredException if there are problems; lists all of them
   */
  void requireValid(boolean isProvider) {
    Resolver.problems(given).forEach(each -> report(each.forUsers()));
    problems.addAll(known.unusablePasswords());
    if (isProvider) {
      Configuration pod = pod();
      report(pod.problems());
      if (chainedRole != null && problems.isEmpty()) {
        report(Resolver.view(pod, GivenSettings.of(chainedRole, true)).problems());
      }
      problems.addAll(OtherCredentials.problems(known, conflict(pod)));
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, known.located(problems));
    }
  }

  /**
   * Creates a handle of the session of the pod's role, which its owner closes.
   *
   * @throws MisconfiguredException if a property is invalid, also one of the chained role
   */
  IrsaCredentials createHandle() {
    requireValid(false);
    return IrsaCredentials.builder().given(given).build();
  }

  /**
   * Creates a handle also where this library is switched off, which its first call says then. All
   * properties were checked.
   */
  IrsaCredentials createHandleOfAnyProcess(List<? extends IrsaListener> listeners) {
    IrsaCredentials.Builder builder =
        known.isEnabled()
            ? IrsaCredentials.builder().given(given)
            : IrsaCredentials.builder().environment(Map.of("IRSA_ENABLED", "false"));
    listeners.forEach(builder::addListener);
    return builder.build();
  }

  /** Returns the view of a handle for the chained role, or the handle without such a role. */
  IrsaCredentials chained(IrsaCredentials pod) {
    return chainedRole == null ? pod : pod.chainedRole(chainedRole);
  }

  /** Skips blank values, and records values of a wrong type. */
  private final class ReportingEach implements BindHandler {

    @Override
    public @Nullable Object onSuccess(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
      return result.toString().isBlank() ? null : result;
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
        throws Exception {
      if (context.getConfigurationProperty() == null) {
        throw error;
      }
      String text = known.text(name.toString());
      if (text.isBlank()) {
        return null;
      }
      Class<?> type = target.getType().resolve(Object.class);
      report(
          name.toString(),
          SettingValue.quote(text) + " cannot be read",
          type.isEnum()
              ? "set one of " + List.of(type.getEnumConstants())
              : "set a valid value of type " + type.getSimpleName());
      return null;
    }
  }

  private RefreshPolicy policy() {
    Duration window = properties.advisoryWindow();
    RefreshPolicy policy =
        checked(
            "irsa.static-stability",
            RefreshPolicy.standard(),
            standard -> standard.withStaticStability(properties.staticStability()));
    return window == null
        ? policy
        : checked("irsa.advisory-window", policy, usual -> usual.withAdvisoryWindow(window));
  }

  /** Applies a setting, or records the problem and returns the value without it. */
  private <T> T checked(String property, T value, UnaryOperator<T> setting) {
    try {
      return setting.apply(value);
    } catch (IllegalArgumentException outOfRange) {
      note(property, outOfRange);
      return value;
    }
  }

  /** Creates the provider and starts to fetch the first credentials. All settings are valid. */
  private IrsaCredentialsProvider started(List<? extends IrsaListener> listeners) {
    IrsaCredentialsProvider.Builder builder =
        IrsaCredentialsProvider.builder().configure(core -> core.given(given));
    listeners.forEach(builder::addListener);
    IrsaCredentialsProvider provider = builder.build();
    // Failures of the first call are retried, and reported to whoever asks for credentials.
    var unused = provider.resolveIdentity();
    return provider;
  }

  /** Returns what is wrong with other credentials: the provider has an identity already. */
  private String conflict(Configuration pod) {
    RoleArn role = pod.problems().isEmpty() ? pod.get(Setting.ROLE_ARN) : null;
    String whose =
        chainedRole != null && pod.problems().isEmpty()
            ? chainedRole.roleArn() + " (irsa.chained-role-arn)"
            : role == null
                ? "which EKS Pod Identity provides"
                : role.text() + " (" + pod.origin(Setting.ROLE_ARN) + ")";
    return "names credentials beside the pod's role, " + whose;
  }

  private void note(String property, IllegalArgumentException outOfRange) {
    report(property, String.valueOf(outOfRange.getMessage()), "set a value in that range");
  }

  /** Records the problems of a configuration. */
  private void report(List<dev.irsa.internal.config.SettingProblem> found) {
    if (!found.isEmpty()) {
      Configuration.failure(found).problems().forEach(this::report);
    }
  }

  private void report(@Nullable String property, String found, String fix) {
    report(new Problem(String.valueOf(property), null, found, fix));
  }

  /** Records a problem, unless the property has one already. */
  private void report(Problem problem) {
    if (problems.stream().noneMatch(each -> each.setting().equals(problem.setting()))) {
      problems.add(problem);
    }
  }
}
