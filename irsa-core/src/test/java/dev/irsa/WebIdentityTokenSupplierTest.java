package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.fake.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests tokens that the application supplies, from suppliers that do anything. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebIdentityTokenSupplierTest {

  private static final String TOKEN = StsResponses.TOKEN;
  private static final Map<String, String> VARIABLES =
      Map.of("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart", "AWS_REGION", "eu-west-1");

  /** The tokens that arrived at STS. */
  private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();

  private final WebIdentityExchange sts =
      (request, bound) -> {
        sent.add(request.webIdentityToken());
        return TestPod.issued("ASIA" + sent.size());
      };

  private IrsaCredentials.Builder builder(WebIdentityTokenSupplier supplier) {
    return IrsaCredentials.builder()
        .environment(VARIABLES)
        .webIdentityToken(supplier)
        .webIdentityExchange(sts);
  }

  @Test
  void eachExchangeSendsATokenThatTheSupplierReturnsOnAnotherThread() {
    AtomicInteger calls = new AtomicInteger();
    LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    WebIdentityTokenSupplier supplier =
        () -> {
          threads.add(Thread.currentThread());
          return "\n" + TOKEN + calls.incrementAndGet() + " ";
        };
    try (IrsaCredentials irsa = builder(supplier).build()) {
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
      assertTrue(irsa.refresh());

      assertEquals(List.of(TOKEN + 1, TOKEN + 2), List.copyOf(sent));
      assertFalse(threads.contains(Thread.currentThread()));
      IrsaStatus status = irsa.status();
      assertTrue(status.isConfigured());
      assertEquals(IdentitySource.WEB_IDENTITY, status.source());
      assertNull(status.tokenFile());
      assertEquals("builder", status.origins().get("webIdentityToken(...)"));
      Secrets.assertAbsent(status.toString(), List.of(TOKEN));
    }
  }

  /** Equal to all others, and not to be called. */
  private static final class Hostile implements WebIdentityTokenSupplier {
    @Override
    public String get() {
      return TOKEN;
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError("equals");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("hashCode");
    }

    @Override
    public String toString() {
      throw new AssertionError("toString");
    }
  }

  @Test
  void handlesShareASessionOnlyIfTheyHaveTheSameSupplierObject() {
    Hostile supplier = new Hostile();
    try (IrsaCredentials one = builder(supplier).build();
        IrsaCredentials same = builder(supplier).build();
        IrsaCredentials other = builder(new Hostile()).build()) {
      assertSame(one.credentials(), same.credentials());
      assertNotEquals(one.credentials().accessKeyId(), other.credentials().accessKeyId());
      assertTrue(one.status().toString().contains("builder"), one.status()::toString);
    }
  }

  @Test
  void theLastOfFileAndSupplierCountsAndTheEnvironmentsFileDoesNot() {
    Map<String, String> pod = Variables.changed(VARIABLES, "AWS_WEB_IDENTITY_TOKEN_FILE", "/pod");
    try (IrsaCredentials supplied =
            builder(() -> TOKEN)
                .environment(pod)
                .webIdentityTokenFile(Path.of("/x"))
                .webIdentityToken(() -> TOKEN)
                .build();
        IrsaCredentials file = builder(() -> TOKEN).webIdentityTokenFile(Path.of("/x")).build()) {
      assertNull(supplied.status().tokenFile());
      assertEquals(Path.of("/x"), file.status().tokenFile());
    }
  }

  @Test
  void aSupplierWithoutARoleIsHalfAConfiguration() {
    try (IrsaCredentials irsa =
        builder(() -> TOKEN).environment(Map.of("AWS_REGION", "eu-west-1")).build()) {
      var failure = assertThrows(MisconfiguredException.class, irsa::credentials);

      assertTrue(failure.isConfigured());
      assertTrue(
          failure.getMessage().contains("AWS_ROLE_ARN: is not set, although webIdentityToken(...)"),
          failure::getMessage);
      assertFalse(failure.getMessage().contains("webhook"), failure::getMessage);
    }
  }

  @Test
  void aTokenThatStsFindsExpiredIsAFailureThatNamesTheSupplier() {
    WebIdentityExchange refusing =
        (request, bound) -> {
          throw new WebIdentityExchange.ErrorResponseException(
              "ExpiredTokenException", 400, "expired: " + request.webIdentityToken(), "id-1");
        };
    try (IrsaCredentials irsa = builder(() -> TOKEN).webIdentityExchange(refusing).build()) {
      var failure = assertThrows(ExchangeRejectedException.class, irsa::credentials);

      assertTrue(
          failure
              .getMessage()
              .contains(
                  "The token came from the supplier in dev.irsa.WebIdentityTokenSupplierTest"),
          failure::getMessage);
      assertFalse(failure.getMessage().contains("kubelet"), failure::getMessage);
      Secrets.assertAbsent(Secrets.allTextOf(failure), List.of(TOKEN));
    }
  }

  @Test
  void aSupplierThatHangsDelaysNobodyBeyondTheDeadlineAndIsInterruptedByTheClose()
      throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    WebIdentityTokenSupplier hanging =
        () -> {
          called.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException aborted) {
            interrupted.countDown();
          }
          return TOKEN;
        };
    try (IrsaCredentials irsa = builder(hanging).build()) {
      var failure =
          assertThrows(
              ExchangeUnavailableException.class,
              () ->
                  irsa.credentials(
                      CredentialsRequest.standard().withTimeout(Duration.ofMillis(300))));

      assertTrue(failure.getMessage().contains("did not return in time"), failure::getMessage);
      called.await();
    }
    // The limit of the attempt, 7 s, would interrupt it too.
    assertTrue(interrupted.await(5, TimeUnit.SECONDS));
  }

  @Test
  void aSupplierIsCalledOnceForRolesThatNeedATokenAtTheSameTime() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    WebIdentityTokenSupplier slow =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          called.countDown();
          end.await();
          now.decrementAndGet();
          return TOKEN;
        };
    try (IrsaCredentials irsa = builder(slow).build()) {
      List<CompletableFuture<SessionCredentials>> tenants = new ArrayList<>();
      for (int tenant = 0; tenant < 5; tenant++) {
        tenants.add(
            irsa.forRole(RoleRequest.of("arn:aws:iam::111122223333:role/tenant-" + tenant))
                .credentialsAsync());
      }
      called.await();
      end.countDown();

      for (CompletableFuture<SessionCredentials> tenant : tenants) {
        assertTrue(tenant.get().accessKeyId().startsWith("ASIA"));
      }
    }
    assertEquals(1, most.get());
  }

  /** As code does that knows better. */
  private static void awaitWithoutInterrupt(CountDownLatch end) {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException ignored) {
        // On purpose.
      }
    }
  }

  @Test
  void aSupplierThatIgnoresTheInterruptKeepsOneThreadAndStopsNoOtherRole() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    WebIdentityTokenSupplier deaf =
        () -> {
          calls.incrementAndGet();
          awaitWithoutInterrupt(end);
          return TOKEN;
        };
    try (IrsaCredentials irsa = builder(deaf).build();
        IrsaCredentials other = builder(() -> TOKEN).build()) {
      for (int tenant = 0; tenant < 9; tenant++) {
        // A handle and a supplier setting of its own, as an application may have for each tenant.
        IrsaCredentials ofTenant = builder(deaf).roleSessionName("tenant-" + tenant).build();
        TestPod.failUntil(ofTenant, "the supplier in dev.irsa.WebIdentity");
        ofTenant.close();
      }
      TestPod.failUntil(irsa, "has not returned from an earlier call");

      assertEquals(1, calls.get());
      assertEquals("ASIA1", other.credentials().accessKeyId());
      end.countDown();
      IrsaCredentials.discardAll();
      while (sent.size() < 2) {
        try {
          var unused = irsa.credentials();
        } catch (TokenUnavailableException notYet) {
          // The thread is on its way.
        }
      }
    } finally {
      end.countDown();
    }
  }
}
