package dev.irsa.spring;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.Failure;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The health of credentials, for both generations of Spring Boot's types.
 *
 * <p>UP while the pod has credentials, also while refreshes fail, with the failure as a detail: an
 * outage of STS that nobody notices must not take pods out of service. OUT_OF_SERVICE without
 * credentials. UNKNOWN if the application uses credentials from elsewhere.
 *
 * <p>Meant for readiness. Do not include it in liveness: a restart does not bring credentials, and
 * an outage of STS would restart all pods. A check without credentials starts to fetch them within
 * the limits of the session, because a pod that is not ready has no other callers. It never waits
 * for them.
 *
 * @param status the code of the status
 * @param details the details beside the status
 */
record IrsaHealth(String status, Map<String, String> details) {

  /**
   * Creates the contributor of all providers of an application: an indicator, or a composite for
   * several providers. It exists in every environment, so a health group may always include it. It
   * looks at definitions; each check asks the provider that exists then.
   *
   * @param indicator creates an indicator
   * @param composite combines indicators by the names of their beans
   * @param <C> the type of contributors
   */
  static <C> C contributor(
      ProviderBeans beans,
      Function<Supplier<IrsaHealth>, C> indicator,
      Function<Map<String, C>, C> composite) {
    List<String> names = beans.names();
    if (names.isEmpty()) {
      return indicator.apply(
          () -> unknown("The application does not have an AwsCredentialsProvider"));
    }
    Map<String, C> indicators = new LinkedHashMap<>();
    for (String name : names) {
      AtomicReference<CompletableFuture<?>> asked =
          new AtomicReference<>(new CompletableFuture<>());
      indicators.put(name, indicator.apply(() -> of(name, beans.existing(name), asked)));
    }
    return names.size() == 1 ? indicators.values().iterator().next() : composite.apply(indicators);
  }

  private static IrsaHealth of(
      String name,
      @Nullable AwsCredentialsProvider provider,
      AtomicReference<CompletableFuture<?>> asked) {
    if (provider == null) {
      return unknown("The application has not used the bean " + name + " yet");
    }
    return status(provider) == null ? ofOthers(name, provider) : of(provider, name, asked);
  }

  private static IrsaHealth ofOthers(String name, AwsCredentialsProvider provider) {
    return unknown(
        "The application's credentials are not those of irsa: "
            + name
            + " ("
            + provider.getClass().getSimpleName()
            + ")");
  }

  private static IrsaHealth unknown(String reason) {
    return new IrsaHealth("UNKNOWN", Map.of("reason", reason));
  }

  /**
   * Asks for credentials, which starts to fetch them if there are none. Never waits.
   *
   * @param asked the request of the last check, if the pod had no credentials: a chain may need
   *     time to find others. It does not hold the credentials
   */
  private static IrsaHealth of(
      AwsCredentialsProvider provider, String name, AtomicReference<CompletableFuture<?>> asked) {
    CompletableFuture<?> identity = provider.resolveIdentity();
    boolean areServed = isServed(identity);
    IrsaStatus status = status(provider);
    boolean hasNone = status != null && hasNone(status);
    CompletableFuture<?> before =
        asked.getAndSet(hasNone ? identity.thenRun(() -> {}) : new CompletableFuture<>());
    if (status == null || (hasNone && (areServed || isServed(before)))) {
      return ofOthers(name, provider);
    }
    boolean areValid = status.state() == State.FRESH || status.state() == State.REFRESH_DUE;
    return new IrsaHealth(areServed || areValid ? "UP" : "OUT_OF_SERVICE", details(status));
  }

  private static boolean hasNone(IrsaStatus status) {
    return status.state() == State.EMPTY || status.state() == State.MISCONFIGURED;
  }

  private static boolean isServed(CompletableFuture<?> identity) {
    return identity.isDone() && !identity.isCompletedExceptionally();
  }

  /** Returns the status of a provider of ours, or null if its credentials are not ours. */
  private static @Nullable IrsaStatus status(AwsCredentialsProvider provider) {
    if (provider instanceof IrsaCredentialsProvider irsa) {
      return irsa.status();
    }
    // Outside a pod, the credentials of a chain come from the SDK's providers, without a status.
    return provider instanceof IrsaCredentialsProviderChain chain && chain.status().isConfigured()
        ? chain.status()
        : null;
  }

  private static Map<String, String> details(IrsaStatus status) {
    Map<String, String> details = new LinkedHashMap<>();
    put(details, "state", status.state());
    put(details, "source", status.source());
    put(details, "roleArn", status.roleArn());
    put(details, "endpoint", status.endpoint());
    put(details, "expiration", seconds(status.expiration()));
    put(details, "nextRefresh", seconds(status.nextRefresh()));
    Failure failure = status.lastFailure();
    if (failure != null) {
      put(details, "failure", failure.failureKind());
      put(details, "failureCode", failure.code());
      put(details, "failedAt", seconds(failure.at()));
      put(details, "failureMessage", failure.message());
    }
    List<IrsaEvent.ForeignIdentity> others = IrsaCredentialsProvider.foreignIdentities();
    if (!others.isEmpty()) {
      put(details, "otherIdentities", words(others));
      put(details, "callsOfOthers", IrsaCredentialsProvider.foreignCalls());
    }
    return details;
  }

  /** Returns which services were called as somebody else. */
  static String words(List<IrsaEvent.ForeignIdentity> others) {
    return others.stream()
        .map(each -> each.service() + " as " + each.identity())
        .collect(Collectors.joining("; "));
  }

  private static @Nullable Instant seconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static void put(Map<String, String> details, String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value.toString());
    }
  }
}
