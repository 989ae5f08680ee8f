package dev.irsa.doctor;

import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever hangs, an examination ends and names it. NetworkTest limits how long that takes. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SlowNetworkTest extends PodWorldTest {

  @Test
  void anStsThatSaysNothingAndEverythingElseToo() {
    world.lab.sts().faults().always(Fault.silence());
    String silent = world.lab.sts().plainUri().toString();
    world.environment.put("https_proxy", silent);
    world.environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", silent);
    world.environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    world.environment.put(
        "KUBERNETES_SERVICE_PORT", Integer.toString(world.lab.sts().plainUri().getPort()));
    world.doctor.kubernetes(true);

    assertCause("IRSA-07", "does not open a tunnel", "the proxy");
  }

  @Test
  void anStsThatHangsWhenAskedWhoTheCallerIs() {
    world.lab.sts().faults().on("GetCallerIdentity").always(Fault.hang());

    assertCause("IRSA-07", "does not respond");
  }

  @Test
  void anStsThatHangsWhenAskedForAToken() {
    world.requestToken(Planting.TOKEN);
    world.allowTokens("");
    world.lab.sts().faults().on("GetWebIdentityToken").always(Fault.hang());

    assertCause("OUT-04", "HTTP failed", "service meshes");
  }

  @Test
  void anAgentThatHangs() throws IOException {
    beOf(PodWorld.Kind.POD_IDENTITY);
    world.lab.agent().faults().always(Fault.hang());

    assertCause("POD-07");
  }

  @Test
  void aNameServerThatDoesNotAnswer() {
    CountDownLatch end = new CountDownLatch(1);
    world.closeAtTheEnd(end::countDown);
    world.environment.remove("https_proxy");
    world.resolver =
        host -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };

    assertCause("IRSA-07", "cannot be resolved", "DNS ");
  }
}
