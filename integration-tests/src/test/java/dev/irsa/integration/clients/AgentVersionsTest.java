package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent in applications with the oldest and with the newest SDKs. A newer SDK in which a method
 * that the agent replaces is not where it was makes these tests fail: the agent warns.
 */
final class AgentVersionsTest extends SdkFaults {

  private static final String PROVIDES = "irsa-agent %s provides ";
  private static final String REFUSED = "irsa-agent does not let another identity take its place";

  private static final String WARNING = "[WARN] dev.irsa.agent";

  private static Set<SdkVersion> known() {
    return EnumSet.complementOf(EnumSet.of(SdkVersion.V2_TOO_OLD));
  }

  private static Stream<Arguments> applications() {
    return identities()
        .flatMap(
            arguments ->
                Stream.of(Jars.values())
                    .map(jars -> Arguments.of(arguments.get()[0], arguments.get()[1], jars)));
  }

  /** What an application has of its SDK. */
  private enum Jars {
    ALL,
    WITHOUT_STS,
    /** All in one jar, with other names of packages. */
    RELOCATED;

    String classPath(SdkVersion version) throws IOException {
      return switch (this) {
        case ALL -> version.classPath();
        case WITHOUT_STS -> version.classPathWithoutSts();
        case RELOCATED -> version.classPathRelocated();
      };
    }
  }

  private static Stream<Arguments> identities() {
    return known().stream()
        .flatMap(
            version ->
                Stream.of(Identity.values()).map(identity -> Arguments.of(version, identity)));
  }

  /** How the pod gets its role. */
  private enum Identity {
    IRSA,
    POD_IDENTITY
  }

  private SdkPod pod(SdkVersion version, Identity identity) throws Exception {
    return (identity == Identity.IRSA
            ? pod(version.sdk())
            : podIdentityPod(version.sdk(), IrsaLab.builder()))
        .withAgent();
  }

  @ParameterizedTest
  @MethodSource("applications")
  void theDefaultChainGivesThePodsRole(SdkVersion version, Identity identity, Jars jars)
      throws Exception {
    SdkPod pod = pod(version, identity);
    Probe probe = pod.start(jars.classPath(version));
    for (String provider : List.of("chain", "node", "list")) {
      probe.ask("make " + provider);
      Answer answer = probe.ask("get 2");
      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
    boolean isIrsa = identity == Identity.IRSA;
    String told =
        "asks for the credentials of the node, and gets those of this pod (%s)"
            .formatted(isIrsa ? "IRSA" : "EKS Pod Identity");
    assertEquals(2, probe.errors().split(Pattern.quote(told), -1).length, probe.errors());
    assertEquals(isIrsa ? 1 : 0, pod.exchanges().size());
    assertEquals(0, pod.nodeRequests());
    assertProvides(probe);
  }

  @ParameterizedTest
  @MethodSource("identities")
  void anErrorSaysWhyThereAreNoCredentials(SdkVersion version, Identity identity) throws Exception {
    SdkPod pod = pod(version, identity);
    pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
    pod.lab.eksAuth().faults().always(Fault.error("AccessDeniedException", 400, "Not authorized"));
    Probe probe = pod.start(version.classPath());
    Answer answer = probe.make("chain");

    assertEquals(1, answer.number("threw"), answer::toString);
    String message = answer.text("message");
    String code = identity == Identity.IRSA ? "AccessDenied" : "AccessDeniedException";
    assertTrue(message.contains(code), message);
    // The chain ends there, and does not come to the node.
    assertFalse(message.contains(REFUSED), message);
    assertEquals(0, pod.nodeRequests());
    assertProvides(probe);
  }

  private static void assertProvides(Probe probe) throws Exception {
    String said = probe.errors();
    String provides = PROVIDES.formatted(System.getProperty("irsa.test.version"));
    assertEquals(2, said.split(provides, -1).length, said);
    assertFalse(said.contains(WARNING), said);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachClassThatIsNotAsKnownIsReportedOnceAndTheNodeStaysClosed(boolean relocated)
      throws Exception {
    SdkVersion version = SdkVersion.V2_TOO_OLD;
    SdkPod pod = pod(version, Identity.IRSA).byHostNames();
    Probe probe = pod.start(relocated ? version.classPathRelocated() : version.classPath());
    Answer served = probe.make("chain");
    Answer closed = probe.make("node");

    assertTrue(pod.isPodsRole(served), served::toString);
    assertEquals(1, closed.number("threw"), closed::toString);
    assertEquals(0, pod.nodeRequests());
    List<String> warnings = probe.errors().lines().filter(line -> line.contains(WARNING)).toList();
    assertEquals(2, warnings.size(), probe.errors());
    for (String warning : warnings) {
      assertTrue(
          warning.matches(
              ".*\\.jar works without the agent, and without the role of the node: .*"
                  + "(Container|InstanceProfile)CredentialsProvider lacks the method"
                  + " resolveCredentials\\..*"),
          probe.errors());
    }
  }

  @Test
  void theRoleOfTheNodeMayBeOpenedForAnSdkThatIsNotAsKnown() throws Exception {
    SdkPod pod = pod(Generation.V2).withAgent("instance-metadata=open").byHostNames();
    Probe probe = pod.start(SdkVersion.V2_TOO_OLD.classPath());
    probe.ask("make node");

    assertTrue(isNodeRole(probe.ask("get 1")), probe.errors());
  }
}
