package dev.irsa;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.simulation.VirtualFleet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the heap per role: the memory in use after a full collection with 10,000 live sessions,
 * minus the memory in use before them, divided by 10,000. Credentials and role ARNs are created
 * before, so they do not count. Only the exchange is replaced. Run in a separate JVM with the
 * serial collector, whose full collection leaves only reachable objects.
 */
final class HeapPerRole {

  private static final int ROLES = 10_000;

  /** The memory of {@link Prepared}, which exists only in this process. */
  private static final int OF_THE_MEASURE = 24;

  private HeapPerRole() {}

  public static void main(String[] arguments) {
    VirtualFleet fleet = new VirtualFleet();
    List<SessionCredentials> credentials = new ArrayList<>(ROLES + 1);
    List<String> arns = new ArrayList<>(ROLES + 1);
    for (int i = 0; i <= ROLES; i++) {
      arns.add(TenThousandRolesTest.role(i));
      credentials.add(
          SessionCredentials.of(
                  "ASIA" + i,
                  "secret-" + i,
                  "token-" + i,
                  fleet.time.instant().plus(Duration.ofHours(12)))
              .withAccountId("111122223333"));
    }
    IrsaCredentials parent =
        TenThousandRolesTest.parent(
            fleet,
            ROLES,
            configuration ->
                new Prepared(
                    IdentityExchange.of(configuration, null, Clock.systemUTC(), System::nanoTime),
                    credentials.get(number(configuration.identity().roleArn()))));
    var own = fleet.await(parent.credentialsAsync());
    long before = used();
    for (int i = 1; i <= ROLES; i++) {
      take(fleet, parent, arns.get(i));
    }
    fleet.time.advance(Duration.ofSeconds(1));
    if (fleet.registry.size() != ROLES + 1) {
      throw new AssertionError("sessions: " + fleet.registry.size());
    }
    long after = used();
    System.out.println("bytes " + ((after - before) / ROLES - OF_THE_MEASURE));
    // Keeps everything measured reachable.
    System.out.println(
        own.accessKeyId() + credentials.size() + arns.size() + " " + parent.status());
  }

  private static int number(String arn) {
    return Integer.parseInt(arn.substring(arn.lastIndexOf('-') + 1));
  }

  private static void take(VirtualFleet fleet, IrsaCredentials parent, String arn) {
    var unused = fleet.await(parent.forRole(RoleRequest.of(arn)).credentialsAsync());
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The real exchange of a role, except that the response comes from memory. */
  private record Prepared(IdentityExchange real, SessionCredentials credentials)
      implements CredentialExchange {
    @Override
    public Call call(Duration bound, Progress progress) {
      return new Call() {
        @Override
        public ExchangeResult run() {
          return new ExchangeResult(credentials, null, Duration.ZERO);
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public boolean hasNewInput() {
      return real.hasNewInput();
    }

    @Override
    public @Nullable TokenClaims inputClaims() {
      return real.inputClaims();
    }

    @Override
    public Duration longestLifetime() {
      return real.longestLifetime();
    }
  }
}
