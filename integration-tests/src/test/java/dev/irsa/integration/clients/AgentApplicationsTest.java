package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Software of others that takes its credentials from a default chain, as it is, with the agent. */
final class AgentApplicationsTest extends SdkFaults {

  /** An application, which prints one line. */
  private enum Application {
    MSK("msk", "MskLogin.java"),
    /** It writes an object and reads it. */
    TRINO("trino", "TrinoFiles.java");

    private final String project;
    private final String source;

    Application(String project, String source) {
      this.project = project;
      this.source = source;
    }

    Finished run(SdkPod pod) throws Exception {
      Path java = this == TRINO ? Installed.java25() : Path.of(Program.JAVA);
      return pod.run(java, Installed.application(project), source);
    }
  }

  private SdkPod pod() throws Exception {
    IrsaLab lab = IrsaLab.start();
    lab.objects().createBucket("reports");
    return pod(
        Generation.V2, lab, lab.createServiceAccount("default", "my-sa", "AmazonS3FullAccess"));
  }

  @Test
  void mskGetsALoginThatThePodsRoleHasSigned() throws Exception {
    SdkPod pod = pod().withAgent();
    pod.faults().next(Fault.throttle());
    Finished run = Application.MSK.run(pod);

    assertTrue(run.succeeded(), run::errors);
    String credential =
        JSONObjectUtils.getString(JSONObjectUtils.parse(run.out()), "x-amz-credential");
    assertTrue(pod.isPodsKey(credential.substring(0, credential.indexOf('/'))), credential);
    assertOnlyOfThePod(pod, run);
  }

  @Test
  void trinoWritesAndReadsWithThePodsRole() throws Exception {
    SdkPod pod = pod().withAgent();
    pod.faults().next(Fault.throttle());
    pod.faults().next(Fault.hang());
    Finished run = Application.TRINO.run(pod);

    assertEquals("by Trino", run.out().strip(), run::errors);
    assertEquals(1, pod.lab.requests().count("PutObject"));
    assertTrue(pod.lab.requests().count("GetObject") > 0);
    assertTrue(
        pod.lab.requests().all().stream()
            .filter(request -> request.action().endsWith("Object"))
            .allMatch(request -> request.succeeded()));
    assertOnlyOfThePod(pod, run);
  }

  @ParameterizedTest
  @EnumSource
  void whileStsThrottlesThereIsAnErrorInsteadOfTheNodesRole(Application application)
      throws Exception {
    SdkPod pod = pod().withAgent();
    pod.faults().always(Fault.throttle());
    Finished run = application.run(pod);

    assertFalse(run.succeeded(), run::out);
    assertTrue(run.errors().contains("Throttl"), run::errors);
    assertEquals(0, pod.lab.requests().count("PutObject"));
    assertOnlyOfThePod(pod, run);
  }

  /** It transforms both SDKs, for its traces. */
  @ParameterizedTest
  @CsvSource({"V1, true", "V1, false", "V2, true", "V2, false"})
  void besideOpenTelemetrysAgentThereIsThePodsRoleOnly(Generation sdk, boolean before)
      throws Exception {
    String[] other = {
      "-javaagent:" + Installed.application("opentelemetry").get(0),
      "-Dotel.traces.exporter=none",
      "-Dotel.metrics.exporter=none",
      "-Dotel.logs.exporter=none"
    };
    SdkPod pod =
        before ? pod(sdk).withOptions(other).withAgent() : pod(sdk).withAgent().withOptions(other);
    Probe probe = pod.start();
    for (String provider : List.of("chain", "node")) {
      Answer answer = probe.make(provider);

      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
    pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
    Probe denied = pod.start();
    denied.ask("make chain");

    assertEquals(1, denied.ask("get 1").number("threw"), denied.errors());
    assertEquals(0, pod.nodeRequests(), probe.errors());
    assertTrue(probe.errors().contains("opentelemetry-javaagent"), probe.errors());
    assertFalse(probe.errors().contains("[WARN] dev.irsa.agent"), probe.errors());
  }

  private static void assertOnlyOfThePod(SdkPod pod, Finished run) {
    assertEquals(0, pod.nodeRequests(), run::errors);
    assertFalse(run.errors().contains("[WARN] dev.irsa.agent"), run::errors);
  }
}
