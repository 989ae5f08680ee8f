package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;

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

  private final IrsaProperties properties;
  private final List<Problem> problems = new ArrayList<>();

  ProviderFactory(IrsaProperties properties) {
    this.properties = properties;
  }

  /**
   * Creates the provider, and starts to fetch the first credentials in the background.
   *
   * @param listener receives the events of the session, or null
   * @throws MisconfiguredException if a property or the environment of the process is invalid;
   *     lists all problems
   */
  IrsaCredentialsProvider create(@Nullable IrsaListener listener) {
    IrsaCredentialsProvider.Builder builder = IrsaCredentialsProvider.builder();
    PropertyMapper map = PropertyMapper.get().alwaysApplyingWhenNonNull();
    map.from(properties.roleArn()).to(builder::roleArn);
    map.from(properties.webIdentityTokenFile()).to(builder::webIdentityTokenFile);
    map.from(properties.roleSessionName()).to(builder::roleSessionName);
    map.from(properties.region()).to(builder::region);
    map.from(properties.sessionDuration()).to(builder::sessionDuration);
    map.from(listener).to(builder::listener);
    RefreshPolicy policy = policy();
    builder.configure(core -> core.policy(policy));
    if (isDeadlineValid()) {
      builder.configure(core -> core.deadline(properties.deadline()));
    }
    return started(builder);
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

  private boolean isDeadlineValid() {
    int before = problems.size();
    var unused =
        checked(
            "irsa.deadline",
            IrsaCredentials.builder(),
            builder -> builder.deadline(properties.deadline()));
    return problems.size() == before;
  }

  /** Applies a setting, or records the problem and returns the value without it. */
  private <T> T checked(String property, T value, UnaryOperator<T> setting) {
    try {
      return setting.apply(value);
    } catch (IllegalArgumentException outOfRange) {
      String found = String.valueOf(outOfRange.getMessage());
      problems.add(new Problem(property, null, found, "set a value in that range"));
      return value;
    }
  }

  private IrsaCredentialsProvider started(IrsaCredentialsProvider.Builder builder) {
    IrsaCredentialsProvider provider = null;
    try {
      provider = builder.build();
      note(failureOfStart(provider));
    } catch (IrsaCredentialsException failure) {
      note(failure);
    }
    if (provider != null && problems.isEmpty()) {
      return provider;
    }
    if (provider != null) {
      provider.close();
    }
    throw new MisconfiguredException(true, problems);
  }

  /**
   * Starts to fetch the first credentials, and returns the failure if the configuration prevents
   * that. Other failures are not known yet, and are retried.
   */
  private static @Nullable Throwable failureOfStart(IrsaCredentialsProvider provider) {
    return provider.resolveIdentity().handle((credentials, failure) -> failure).getNow(null);
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null && failure.getCause() instanceof MisconfiguredException misconfigured) {
      misconfigured.problems().stream().map(ProviderFactory::named).forEach(problems::add);
    }
  }

  private static Problem named(Problem problem) {
    String property = PROPERTIES.get(problem.setting());
    return property != null && "builder".equals(problem.origin())
        ? new Problem(property, null, problem.found(), problem.fix())
        : problem;
  }
}
