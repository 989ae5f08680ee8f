package dev.irsa;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.UnchangingSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A handle and sessions of other roles that already have credentials. An endpoint accepts 20 calls
 * per second, so 10,000 roles would take eight minutes; here the credentials come from memory, and
 * the monotonic clock skips the pauses. The wall clock, which calls for credentials read, is the
 * system's. Lets the benchmarks measure calls for the credentials of many roles.
 */
public final class ManyRoles implements AutoCloseable {

  private static final Duration SESSION = Duration.ofHours(12);
  private static final long PAUSE = Duration.ofMillis(60).toNanos();

  private final AtomicLong skipped = new AtomicLong();
  private final IrsaCredentials handle;
  private final List<RoleRequest> requests = new ArrayList<>();

  /**
   * Fetches the credentials of each role.
   *
   * @param roles the number of roles, positive
   */
  public ManyRoles(int roles) {
    handle = own(roles);
    for (int number = 0; number < roles; number++) {
      RoleRequest request = RoleRequest.of(role(number));
      requests.add(request);
      var unused = handle.forRole(request).credentials();
      skipped.addAndGet(PAUSE);
    }
  }

  /** Returns exchanges for each role; that of a chained one does not use its signer. */
  static ClientSettings.Exchanges exchanges(Function<String, CredentialExchange> ofRole) {
    return new ClientSettings.Exchanges() {
      @Override
      public CredentialExchange create(ResolvedSettings configuration) {
        return ofRole.apply(configuration.identity().roleArn());
      }

      @Override
      public CredentialExchange createChained(
          ResolvedSettings configuration, SessionRegistry registry, SessionRegistry.Terms signer) {
        return create(configuration);
      }
    };
  }

  private IrsaCredentials own(int roles) {
    var registry =
        new SessionRegistry(
            new Clocks(Clock.systemUTC(), () -> System.nanoTime() + skipped.get()),
            () -> new SplittableRandom(1),
            SharedExecutors.system());
    return parent(
        registry,
        "arn:aws:iam::111122223333:role/own",
        roles,
        exchanges(role -> new FromMemory(String.valueOf(role))));
  }

  /** Returns a handle whose sessions, and those of other roles, use these exchanges. */
  static IrsaCredentials parent(
      SessionRegistry registry, String own, int mostRoles, ClientSettings.Exchanges sources) {
    Map<String, String> variables =
        Map.of(
            "AWS_ROLE_ARN", own,
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
            "AWS_REGION", "eu-west-1");
    var settings =
        new ClientSettings(
            Environment.of(variables, Map.of()),
            Overrides.none(),
            null,
            null,
            RefreshPolicy.standard(),
            mostRoles,
            sources);
    return new IrsaCredentials(settings, registry, List.of(), Duration.ofSeconds(20));
  }

  static String role(int number) {
    return "arn:aws:iam::111122223333:role/app-" + number;
  }

  /** Returns the handle. */
  public IrsaCredentials handle() {
    return handle;
  }

  /** Returns the request of each role. */
  public List<RoleRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Returns credentials without calling anyone. */
  private static final class FromMemory extends UnchangingSource {
    private final String role;

    FromMemory(String role) {
      super(SESSION);
      this.role = role;
    }

    @Override
    protected ExchangeResult exchange(Progress progress) {
      progress.calling();
      return new ExchangeResult(
          SessionCredentials.of("ASIA", "secret", role, Instant.now().plus(SESSION))
              .withAccountId("111122223333"),
          null,
          Duration.ZERO);
    }
  }
}
