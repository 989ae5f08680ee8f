package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.http.ConnectionFactoryTest;
import dev.irsa.internal.http.HostResolver;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.Sessions;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A hung lookup cannot be aborted. It occupies its worker and affects nothing else. */
final class HungLookUpTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** An exchange without a token file. */
  private record Source(URI endpoint, Transport transport) implements Exchange {
    @Override
    public ExchangeResult run(ExchangeCall call) {
      return StsCalls.send(endpoint, transport, call);
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(12);
    }
  }

  private static Sessions.Terms terms(String name, URI endpoint, Transport transport) {
    return new Sessions.Terms(
        name,
        RoleAndIssuer.ofRole(StsCalls.IDENTITY.roleArn(), endpoint),
        () -> new Source(endpoint, transport),
        RefreshPolicy.standard(),
        Duration.ofDays(1),
        () -> event -> {},
        null);
  }

  @Test
  void callersTheTimerAndOtherIdentitiesContinue() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    HostResolver hung =
        host -> {
          asked.countDown();
          ConnectionFactoryTest.awaitUninterruptibly(released);
          throw new UnknownHostException(host);
        };
    URI nowhere = URI.create("https://sts.example.test/");
    String date = "Date: Tue, 24 Nov 2026 16:00:00 GMT";
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success(), date);
        SessionHandle hanging =
            handle(terms("hung", nowhere, new Transport(null, null, null, hung)));
        SessionHandle healthy = handle(terms("healthy", server.uri(), StsCalls.direct(null)))) {
      var unused = hanging.credentialsAsync();
      asked.await();

      // The lookup hangs from here on. The timer ends a caller's wait at its deadline.
      var failure =
          assertThrows(
              ExchangeUnavailableException.class,
              () ->
                  hanging.credentials(
                      CredentialsRequest.standard().withTimeout(Duration.ofMillis(50))));
      assertEquals(Stage.WAITING, failure.stage(), failure::getMessage);
      assertNotNull(healthy.credentials(CredentialsRequest.standard().withTimeout(LONG)));
      assertEquals(1, released.getCount());
    } finally {
      released.countDown();
    }
  }

  private static SessionHandle handle(Sessions.Terms terms) {
    return new SessionHandle(Sessions.shared(), () -> terms, List.of(), 1, LONG);
  }
}
