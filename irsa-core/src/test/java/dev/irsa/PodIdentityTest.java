package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.server.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the entry point in pods of EKS Pod Identity. */
@PodIdentity
final class PodIdentityTest {

  @RegisterExtension final IrsaLabExtension ownLab = new IrsaLabExtension();

  private static IrsaCredentials.Builder in(PodEnvironment pod) {
    return IrsaCredentials.builder().environment(pod.variables());
  }

  private static int requests(IrsaLab lab) {
    return lab.agent().requests().count("GetCredentials");
  }

  @Test
  @PodSystemProperties
  void oneLineIsEnough(IrsaLab lab, PodEnvironment pod) {
    try (IrsaCredentials handle = IrsaCredentials.fromEnvironment()) {
      SessionCredentials credentials = handle.credentials();

      assertNotNull(credentials.accountId());
      assertEquals(1, requests(lab));
      assertEquals(0, lab.requests().count("AssumeRoleWithWebIdentity"));
    }
  }

  @Test
  void theClockOfTheNodeSaysNothingAboutTheClockOfAws(IrsaLab lab, PodEnvironment pod) {
    lab.agent().faults().next(Fault.date("Tue, 24 Nov 2020 16:00:00 GMT"));
    try (IrsaCredentials handle = in(pod).build()) {
      SessionCredentials unused = handle.credentials();

      assertNull(handle.status().clockOffset());
      assertEquals(State.FRESH, handle.status().state());
    }
  }

  @Test
  void irsaWinsInAPodThatHasBothAndTheLogSaysSoOnce(IrsaLab lab, PodEnvironment pod)
      throws Exception {
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    PodEnvironment irsa = lab.startPod(lab.createServiceAccount("default", "both"));
    Map<String, String> both = new HashMap<>(pod.variables());
    both.putAll(irsa.variables());
    both.put("AWS_ENDPOINT_URL_STS", irsa.plainStsEndpoint().toString());
    try (CapturedLogs logs = CapturedLogs.open();
        IrsaCredentials handle =
            IrsaCredentials.builder().environment(both).addListener(events::add).build();
        IrsaCredentials second = IrsaCredentials.builder().environment(both).build()) {
      assertSame(handle.credentials(), second.credentials());
      assertInstanceOf(IrsaEvent.Refreshed.class, events.take());

      assertEquals(IdentitySource.WEB_IDENTITY, handle.status().source());
      assertEquals(0, requests(lab));
      logs.await("IRSA is used");
      assertEquals(1, logs.lines().stream().filter(line -> line.contains("IRSA is used")).count());
    }
  }
}
