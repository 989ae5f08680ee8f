package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever hangs, an examination takes less than ten seconds. */
@Execution(ExecutionMode.CONCURRENT)
class SlowNetworkTest extends WorldTest {

  @Test
  void anStsThatSaysNothingAndEverythingElseToo() {
    Loopback.Silence silence = new Loopback.Silence();
    world.closeAtTheEnd(silence);
    world.environment.put("https_proxy", "http://127.0.0.1:" + silence.port());
    world.environment.put(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + silence.port());
    world.environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    world.environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(silence.port()));
    world.doctor.kubernetes(true);

    assertCause("IRSA-07", "does not open a tunnel", "the proxy");
  }

  @Test
  void anStsThatHangsWhenAskedWhoTheCallerIs() {
    world.lab.sts().faults().on("GetCallerIdentity").always(Fault.hang());

    assertCause("IRSA-07", "does not respond");
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

    assertCause("IRSA-07", "cannot be resolved", "DNS 2");
  }

  @Override
  void assertCause(String id, String... contained) {
    long startedNanos = System.nanoTime();
    super.assertCause(id, contained);
    Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
    assertTrue(took.toMillis() < 10_000, took::toString);
  }
}
