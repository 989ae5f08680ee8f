package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;

/** Creates the provider. The problems of its exceptions name properties. Not thread-safe. */
final class ProviderFactory {

  /** The properties of the settings of the builder. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_ROLE_ARN", "irsa.role-arn",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "irsa.web-identity-token-file",
          "AWS_ROLE_SESSION_NAME", "irsa.role-session-name",
          "AWS_REGION", "irsa.region",
          "IRSA_SESSION_DURATION_SECONDS", "irsa.session-duration",
          "RefreshPolicy.advisoryWindow", "irsa.advisory-window");

  /** The properties of the settings of a chained role. */
  private static final Map<String, String> CHAINED =
      Map.of(
          "AWS_ROLE_ARN", "irsa.chained-role-arn",
          "AWS_ROLE_SESSION_NAME", "irsa.chained-role-session-name",
          "external id", "irsa.chained-role-external-id");

  private final KnownProperties known;
  private final IrsaProperties properties;
  private final List<Problem> problems = new ArrayList<>();
  private Consumer<IrsaCredentials.Builder> settings = core -> {};

  ProviderFactory(KnownProperties known) {
    this.known = known;
    this.properties =
        known.binder().bindOrCreate("irsa", Bindable.of(IrsaProperties.class), new ReportingEach());
    for (Problem each : known.unknown()) {
      if (!isReported(each.setting())) {
        problems.add(each);
      }
    }
    set("irsa.role-arn", properties.roleArn(), IrsaCredentials.Builder::roleArn);
    set(
        "irsa.web-identity-token-file",
        properties.webIdentityTokenFile(),
        IrsaCredentials.Builder::webIdentityTokenFile);
    set(
        "irsa.role-session-name",
        properties.roleSessionName(),
        IrsaCredentials.Builder::roleSessionName);
    set("irsa.region", properties.region(), IrsaCredentials.Builder::region);
    set(
        "irsa.session-duration",
        properties.sessionDuration(),
        IrsaCredentials.Builder::sessionDuration);
    set("irsa.deadline", properties.deadline(), IrsaCredentials.Builder::deadline);
    RefreshPolicy policy = policy();
    settings = settings.andThen(core -> core.policy(policy));
  }

  /**
   * Creates the provider, and starts to fetch the first credentials in the background.
   *
   * @param listeners receive the events of the session
   * @throws MisconfiguredException if a property or the environment of the process is invalid, or
   *     if other credentials are configured as well; lists all problems
   */
  IrsaCredentialsProvider create(List<? extends IrsaListener> listeners) {
    IrsaCredentialsProvider.Builder builder = builder().configure(settings);
    listeners.forEach(builder::addListener);
    return started(builder);
  }

  /**
   * Creates a handle of the session of the pod's role, which its owner closes.
   *
   * @throws MisconfiguredException if a property is invalid, those of the chained role among them
   */
  IrsaCredentials createHandle() {
    var unused = builder();
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, known.located(problems));
    }
    IrsaCredentials.Builder core = IrsaCredentials.builder();
    settings.accept(core);
    return core.build();
  }

  /** Returns the view of a handle for the chained role, or the handle if there is none. */
  IrsaCredentials chained(IrsaCredentials pod) {
    if (properties.chainedRoleArn() == null) {
      return pod;
    }
    RoleRequest request = RoleRequest.of(properties.chainedRoleArn());
    if (properties.chainedRoleSessionName() != null) {
      request = request.withRoleSessionName(properties.chainedRoleSessionName());
    }
    if (properties.chainedRoleExternalId() != null) {
      request = request.withExternalId(properties.chainedRoleExternalId());
    }
    return pod.chainedRole(request);
  }

  /** Returns a builder with the chained role, by the keys that providers take from frameworks. */
  private IrsaCredentialsProvider.Builder builder() {
    Map<String, String> keys = new HashMap<>();
    put(keys, "chained-role-arn", properties.chainedRoleArn());
    put(keys, "chained-role-session-name", properties.chainedRoleSessionName());
    put(keys, "chained-role-external-id", properties.chainedRoleExternalId());
    try (IrsaCredentialsProvider chained = IrsaCredentialsProvider.create(keys)) {
      return chained.toBuilder();
    } catch (IrsaCredentialsException invalid) {
      if (invalid.getCause() instanceof MisconfiguredException misconfigured) {
        misconfigured.problems().stream()
            .map(
                each ->
                    renamed(each, CHAINED.getOrDefault(each.setting(), "irsa." + each.setting())))
            .forEach(problems::add);
      }
      return IrsaCredentialsProvider.builder();
    }
  }

  private static void put(Map<String, String> keys, String key, @Nullable String value) {
    if (value != null) {
      keys.put(key, value);
    }
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
      if (error instanceof ConversionFailedException failed
          && String.valueOf(failed.getValue()).isBlank()) {
        return null;
      }
      if (context.getConfigurationProperty() == null) {
        throw error;
      }
      String type = target.getType().resolve(Object.class).getSimpleName();
      problems.add(
          new Problem(name.toString(), null, reason(error), "set a valid value of type " + type));
      return null;
    }
  }

  private static String reason(Exception failure) {
    return KnownProperties.withoutTokens(
        NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
  }

  /** A setting of the builder. */
  private interface Setting<T> {
    IrsaCredentials.Builder apply(IrsaCredentials.Builder builder, T value);
  }

  /** Applies a setting that is valid by itself, so that the builder reports only combinations. */
  private <T> void set(String property, @Nullable T value, Setting<T> setting) {
    if (value == null) {
      return;
    }
    try {
      setting.apply(IrsaCredentials.builder(), value).build().close();
      settings = settings.andThen(core -> setting.apply(core, value));
    } catch (IllegalArgumentException outOfRange) {
      note(property, outOfRange);
    } catch (MisconfiguredException invalid) {
      note(invalid);
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

  private IrsaCredentialsProvider started(IrsaCredentialsProvider.Builder builder) {
    IrsaCredentialsProvider provider = null;
    try {
      provider = builder.build();
      IrsaStatus status = provider.status();
      problems.addAll(OtherCredentials.problems(known, conflict(status)));
      if (problems.isEmpty() || status.state() == State.MISCONFIGURED) {
        note(failureOfStart(provider));
      }
    } catch (IrsaCredentialsException failure) {
      note(failure.getCause());
    }
    if (provider != null && problems.isEmpty()) {
      return provider;
    }
    if (provider != null) {
      provider.close();
    }
    throw new MisconfiguredException(true, known.located(problems));
  }

  /** Describes other credentials beside those of the provider, and names these. */
  private static String conflict(IrsaStatus status) {
    String role = status.roleArn();
    String origin =
        status.source() == IdentitySource.CHAINED_ROLE
            ? "irsa.chained-role-arn"
            : status.origins().getOrDefault("AWS_ROLE_ARN", "the environment");
    return "names credentials beside the pod's role, "
        + (role == null
            ? "which EKS Pod Identity provides"
            : role + " (" + (origin.equals("builder") ? "irsa.role-arn" : origin) + ")");
  }

  /**
   * Starts to fetch the first credentials, and returns the failure if the configuration prevents
   * that. Other failures are not known yet, and are retried.
   */
  private static @Nullable Throwable failureOfStart(IrsaCredentialsProvider provider) {
    return provider
        .resolveIdentity()
        .handle((credentials, failure) -> failure == null ? null : failure.getCause())
        .getNow(null);
  }

  private void note(String property, IllegalArgumentException outOfRange) {
    problems.add(new Problem(property, null, reason(outOfRange), "set a value in that range"));
  }

  /** Records the problems of an invalid configuration, except what an invalid property lacks. */
  private void note(@Nullable Throwable failure) {
    if (failure instanceof MisconfiguredException misconfigured) {
      misconfigured.problems().stream()
          .filter(problem -> !isReported(PROPERTIES.get(problem.setting())))
          .map(ProviderFactory::named)
          .forEach(problems::add);
    }
  }

  private boolean isReported(@Nullable String property) {
    return problems.stream().anyMatch(problem -> problem.setting().equals(property));
  }

  private static Problem named(Problem problem) {
    String property = PROPERTIES.get(problem.setting());
    return property != null && "builder".equals(problem.origin())
        ? renamed(problem, property)
        : problem;
  }

  private static Problem renamed(Problem problem, String property) {
    return new Problem(property, null, problem.found(), problem.fix());
  }
}
