package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent in a pod on a node with a role of its own: whatever stands beside the agent, and
 * whatever an application asks for, it gets the pod's role or an error.
 */
final class AgentIdentityTest extends SdkPods {

  private static final String V1_NODE = "com.amazonaws.auth.InstanceProfileCredentialsProvider";
  private static final String V2_NODE =
      "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider";
  private static final Fault DENIED = Fault.error("AccessDenied", 403, "Not authorized");

  private static String node(Generation sdk) {
    return sdk == Generation.V1 ? V1_NODE : V2_NODE;
  }

  private String otherAgent(String classes) throws Exception {
    return OtherAgent.option(scratch, classes);
  }

  private static long count(String text, Probe probe) throws Exception {
    return probe.errors().lines().filter(line -> line.contains(text)).count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sdksThatAnotherAgentLoadsGetNoOtherRole(boolean isBeforeOurs) throws Exception {
    String other = otherAgent(V1_NODE + "," + V2_NODE);
    SdkPod pod =
        isBeforeOurs
            ? podOfBoth().withOptions(other).withAgent()
            : podOfBoth().withAgent().withOptions(other);
    pod.faults().always(DENIED);
    Probe probe = pod.start();

    for (Generation sdk : Generation.values()) {
      Answer denied = probe.make(sdk, "chain");
      assertEquals(1, denied.number("threw"), denied::toString);
      assertFalse(isNodeRole(probe.make(sdk, "node")), probe.errors());
    }
    assertEquals(0, pod.nodeRequests());
  }

  @ParameterizedTest
  @EnumSource
  void anSdkThatCannotBeChangedStopsTheJvmWithOneLine(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withOptions(otherAgent("+" + node(sdk))).withAgent();
    Finished run = pod.run(EmptyMain.class);

    List<String> said = run.errors().lines().filter(line -> line.contains("irsa-agent: ")).toList();
    assertEquals(1, run.exitCode(), run::errors);
    assertEquals(1, said.size(), run::errors);
    assertTrue(said.get(0).startsWith("irsa-agent: " + node(sdk)), run::errors);
    assertTrue(said.get(0).endsWith("Put irsa-agent before the other -javaagent"), run::errors);
  }

  @Test
  void theNumberOfReplacedClassesIsInTheDebugLog() throws Exception {
    String debug = "-Dorg.slf4j.simpleLogger.log.dev.irsa.agent=debug";
    SdkPod pod = pod(Generation.V2).withOptions(otherAgent(V2_NODE), debug).withAgent();
    Finished run = pod.run(EmptyMain.class);

    assertTrue(run.succeeded(), run::errors);
    assertTrue(run.errors().contains("irsa-agent: 4 of 4 classes replaced"), run::errors);
  }

  /** Also if the role is that of the variable, which a property would come before. */
  @Test
  void aRoleThatTheApplicationSetsIsHonoured() throws Exception {
    SdkPod pod =
        podOfBoth().withOptions("-Daws.roleArn=arn:aws:iam::111122223333:role/other").withAgent();
    Probe probe = pod.start();

    for (Generation sdk : Generation.values()) {
      Answer answer = probe.make(sdk, pod.pod().variables().get("AWS_ROLE_ARN"));
      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
  }

  @Test
  void theChainsOfAPodThatIsDeniedNeitherWaitForItAgainNorGoOnToAProfile() throws Exception {
    SdkPod pod = withKeysFile(podOfBoth()).withAgent();
    pod.faults().always(DENIED);
    Probe probe = pod.start();

    for (Generation sdk : Generation.values()) {
      String inChain = probe.make(sdk, "own").text("message");
      assertTrue(inChain.contains("Those of the pod: refused just before"), inChain);
      for (String provider : List.of("node", "chain")) {
        Answer denied = probe.make(sdk, provider);
        assertEquals(1, denied.number("threw"), denied::toString);
        assertTrue(denied.text("message").contains("AccessDenied"), denied::toString);
      }
    }
    assertEquals(0, pod.nodeRequests());
  }

  @Test
  void halfOfAnIdentityDoesNotGoOnToAProfileInTheDefaultChain() throws Exception {
    SdkPod pod = withKeysFile(podOfBoth()).without("AWS_WEB_IDENTITY_TOKEN_FILE").withAgent();
    Probe probe = pod.start();

    for (Generation sdk : Generation.values()) {
      Answer denied = probe.make(sdk, "chain");
      assertEquals(1, denied.number("threw"), denied::toString);
      String reason = "AWS_WEB_IDENTITY_TOKEN_FILE: is not set";
      assertTrue(denied.text("message").contains(reason), denied::toString);
    }
  }

  /** Asks each default chain of the SDKs, also as a client makes it. */
  private static List<Answer> defaultChains(Probe probe) throws Exception {
    return List.of(
        probe.make(Generation.V1, "chain"),
        probe.make(Generation.V2, "chain"),
        probe.make(Generation.V2, "client"));
  }

  private SdkPod withKeysFile(SdkPod pod) throws Exception {
    String file = keysFile().toString();
    return pod.with("AWS_SHARED_CREDENTIALS_FILE", file).with("AWS_CREDENTIAL_PROFILES_FILE", file);
  }

  private Path keysFile() throws Exception {
    return keysFile("keys", "AKIAPROFILE");
  }

  private Path keysFile(String name, String key) throws Exception {
    String keys = "[%s]\naws_access_key_id = %s\naws_secret_access_key = secret\n";
    String all = keys.formatted("default", key) + keys.formatted("reports", "AKIAREPORTS");
    return Files.writeString(scratch.resolve(name), all);
  }

  @Test
  void staticKeysComeBeforeThePodInEachChainWithOneWarning() throws Exception {
    SdkPod pod =
        podOfBoth()
            .with("AWS_ACCESS_KEY_ID", "AKIAVARIABLE")
            .with("AWS_SECRET_ACCESS_KEY", "secret")
            .withAgent();
    Probe probe = pod.start();

    for (Answer answer : defaultChains(probe)) {
      assertEquals("AKIAVARIABLE", answer.text("keys"), answer::toString);
    }
    assertEquals(0, pod.exchanges().size());
    assertEquals(1, count("shadow the pod's IAM role", probe), probe.errors());
  }

  @Test
  void aNamedProfileBesidePodIdentityIsAnErrorOfEachChain() throws Exception {
    SdkPod pod =
        podIdentityPod(Generation.V1, IrsaLab.builder()).with("AWS_PROFILE", "reports").withAgent();

    for (Answer answer : defaultChains(pod.start())) {
      assertEquals(1, answer.number("threw"), answer::toString);
      String message = answer.text("message");
      assertTrue(message.contains("profile \"reports\" beside AWS_CONTAINER_"), message);
      assertTrue(message.contains("unset AWS_PROFILE"), message);
    }
    assertEquals(0, pod.agentRequests() + pod.nodeRequests());
  }

  @Test
  void besidePodIdentityAProfileIsUsedOnlyIfTheApplicationNamesIt() throws Exception {
    Path own = keysFile("own", "AKIAOWN");
    SdkPod pod = withKeysFile(podIdentityPod(Generation.V1, IrsaLab.builder())).withAgent();
    Probe probe = pod.start();

    Map<String, String> named =
        Map.of(
            "profile:reports",
            "AKIAREPORTS",
            "profile:default",
            "AKIAPROFILE",
            "file:" + own,
            "AKIAOWN");
    for (Map.Entry<String, String> each : named.entrySet()) {
      Answer answer = probe.make(Generation.V2, each.getKey());
      assertEquals(each.getValue(), answer.text("keys"), probe.errors());
    }
    assertEquals(0, pod.agentRequests() + pod.nodeRequests());

    for (Answer answer : defaultChains(probe)) {
      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
  }

  @Test
  void aWebIdentityGoesBeforeANamedProfileInEachChain() throws Exception {
    SdkPod pod = podOfBoth().with("AWS_PROFILE", "reports").withAgent();
    Probe probe = pod.start();

    for (Answer answer : defaultChains(probe)) {
      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
    Answer named = probe.make(Generation.V2, "profile:reports");
    assertTrue(pod.isPodsRole(named), named + probe.errors());
  }

  /** As without the agent: only a chain that has served the pod's role stays with it. */
  @Test
  void keysThatAreSetLaterAreThoseOfLaterDefaultChains() throws Exception {
    SdkPod pod = podOfBoth().withAgent();
    Probe probe = pod.start();
    probe.make(Generation.V1, "chain");
    probe.make(Generation.V2, "chain");
    probe.ask("keys");
    Answer earlier = probe.ask("each");

    assertEquals(2, earlier.number("served"), earlier::toString);
    assertTrue(pod.isPodsRole(earlier), earlier::toString);
    for (Generation sdk : Generation.values()) {
      assertEquals("AKIAPROPERTY", probe.make(sdk, "chain").text("keys"), probe.errors());
    }
  }

  /** Nobody waits for valid credentials, so no chain is cut short. */
  @Test
  void afterAnotherRoleWasRefusedThePodsIsServed() throws Exception {
    SdkPod pod = podOfBoth().withAgent();
    Probe probe = pod.start();
    probe.make(Generation.V1, "node");
    probe.make(Generation.V2, "node");
    pod.faults().always(DENIED);
    for (Generation sdk : Generation.values()) {
      probe.ask("make arn:aws:iam::111122223333:role/other " + sdk);
      probe.ask("make node " + sdk);
    }
    Answer each = probe.ask("each");

    assertEquals(4, each.number("served"), each::toString);
    assertEquals(2, each.number("threw"), each::toString);
    assertTrue(pod.isPodsRole(each), each::toString);
  }

  @Test
  void ifItIsClosedTheErrorSaysWhatToSet() throws Exception {
    SdkPod pod = podOfBoth().withAgent("instance-metadata=closed");
    Probe probe = pod.start();

    for (Generation sdk : Generation.values()) {
      String message = probe.make(sdk, "node").text("message");
      assertTrue(message.contains("this pod is configured for IRSA"), message);
      assertTrue(message.contains("-javaagent:irsa-agent.jar=instance-metadata=pod"), message);
    }
    assertEquals(0, pod.nodeRequests());
  }

  @Test
  void anApplicationWithAnotherAsmAmongItsModulesGetsThePodsRole() throws Exception {
    SdkPod pod = pod(Generation.V2).withAgent();
    pod.faults().next(DENIED);
    Probe probe = pod.withOptions(modules()).start(Program.classes().toString());
    Answer answer = probe.make("chain");

    assertEquals(1, answer.number("threw"), answer::toString);
    assertEquals(0, pod.nodeRequests());
    assertEquals(1, count("irsa-agent " + version() + " provides ", probe), probe.errors());
    assertEquals(0, count("[WARN] dev.irsa.agent", probe), probe.errors());
  }

  private static String version() {
    return System.getProperty("irsa.test.version");
  }

  /** Returns options for an application of modules: SDK 2.x, what it needs, and an old ASM. */
  private static String[] modules() {
    List<String> jars =
        Stream.concat(
                Stream.of(System.getProperty("irsa.test.old-asm")),
                Stream.of(Program.classPath().split(File.pathSeparator, -1)))
            .filter(
                entry ->
                    entry.contains("awssdk")
                        || entry.matches(
                            ".*/(asm|slf4j-api|reactive-streams|http(client5?|core5?(-h2)?)|commons-(codec|logging))-[^/]*"))
            .toList();
    return new String[] {
      "--module-path=" + String.join(File.pathSeparator, jars), "--add-modules=ALL-MODULE-PATH"
    };
  }

  @Test
  void itsLinesReachTheErrorStreamWhateverLoggingTheApplicationHas() throws Exception {
    SdkPod pod =
        pod(Generation.V2)
            .withOptions(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-Dorg.slf4j.simpleLogger.logFile=application.log",
                "-Dslf4j.provider=org.slf4j.jul.JULServiceProvider")
            .withAgent();
    Probe probe = pod.start();
    probe.make("chain");

    assertEquals(1, count("irsa-agent " + version() + " provides ", probe), probe.errors());
  }

  @Test
  @Tag("deep")
  void nothingSecretIsInAnyText() throws Exception {
    SdkPod pod = podOfBoth().withAgent();
    String token = Files.readString(pod.pod().tokenFile());
    Probe served = pod.start();
    Probe denied = pod.start();
    List<Answer> keys = defaultChains(served);
    pod.faults().always(Fault.error("AccessDenied", 403, "not " + token));
    List<Answer> refusals = defaultChains(denied);

    String texts = keys + served.errors() + refusals + denied.errors();
    assertTrue(refusals.stream().allMatch(each -> each.text("message").contains("AccessDenied")));
    assertFalse(texts.contains(token), texts);
    for (Answer key : keys) {
      for (String secret : pod.secrets(key.text("keys"))) {
        assertFalse(texts.contains(secret), texts);
      }
    }
  }

  @Test
  @Tag("deep")
  void theImageOfAFrozenProcessHoldsNoSecret() throws Exception {
    SdkPod pod = podOfBoth().withOptions("-Dorg.crac.Core.Compat=dev.irsa.fake.crac").withAgent();
    Path image = scratch.resolve("image.hprof");
    Probe probe = pod.start();
    probe.make(Generation.V1, "chain");
    String key = probe.make(Generation.V2, "chain").text("keys");
    probe.ask("freeze " + image);
    String frozen = Files.readString(image, StandardCharsets.ISO_8859_1);

    assertTrue(frozen.contains("AssumeRoleWithWebIdentity"), "not an image");
    for (String secret : pod.secrets(key)) {
      assertFalse(frozen.contains(secret), "a secret is in the image");
    }
    assertTrue(pod.isPodsRole(probe.ask("each")), probe.errors());
    assertEquals(2, pod.exchanges().size());
  }

  @Test
  void anInterceptorOfTheApplicationReportsRejectedCredentialsToTheAgent() throws Exception {
    SdkPod pod = pod(Generation.V2).withAgent();
    Probe probe = pod.start();
    probe.make("calls");
    pod.expireSessions();
    Answer rejected = probe.ask("get 1");
    Answer next = probe.ask("get 1");

    assertTrue(rejected.text("message").contains("is expired"), rejected::toString);
    assertEquals(1, next.number("served"), next::toString);
    assertEquals(2, pod.exchanges().size());
  }

  @Test
  void aContainerEndpointInAPropertyIsNotAskedBesideIrsa() throws Exception {
    try (InstanceMetadata other = NodeRole.start()) {
      String uri = other.endpoint() + InstanceMetadata.CREDENTIALS;
      SdkPod pod =
          pod(Generation.V2).withOptions("-Daws.containerCredentialsFullUri=" + uri).withAgent();
      pod.faults().always(DENIED);
      Probe probe = pod.start();

      for (String provider : List.of("chain", "container")) {
        Answer answer = probe.make(provider);
        assertEquals(1, answer.number("threw"), answer::toString);
      }
      assertEquals(0, other.requests());
    }
  }

  @Test
  void theIdentitySourceChoosesContainerCredentialsBesideIrsa() throws Exception {
    SdkPod pod =
        podIdentityPod(Generation.V1, IrsaLab.builder())
            .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/other")
            .with("AWS_WEB_IDENTITY_TOKEN_FILE", keysFile().toString())
            .with("IRSA_IDENTITY_SOURCE", "container")
            .withAgent();
    Probe probe = pod.start();
    List<Answer> answers = new ArrayList<>(defaultChains(probe));
    answers.add(probe.make(Generation.V2, "container"));

    for (Answer answer : answers) {
      assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    }
    assertEquals(0, pod.exchanges().size() + pod.nodeRequests());
  }

  @Test
  void anIdentitySourceThatIsNotConfiguredIsAnErrorOfTheDefaultChain() throws Exception {
    SdkPod pod =
        podOfBoth()
            .without("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
            .with("IRSA_IDENTITY_SOURCE", "container")
            .withAgent();

    for (Answer answer : defaultChains(pod.start())) {
      assertEquals(1, answer.number("threw"), answer::toString);
      String message = answer.text("message");
      assertTrue(message.contains("IRSA_IDENTITY_SOURCE is container"), message);
    }
    assertEquals(0, pod.nodeRequests());
  }

  @Test
  void anEndpointOfTheApplicationStaysBesideIrsa() throws Exception {
    try (InstanceMetadata application = NodeRole.start()) {
      SdkPod pod =
          pod(Generation.V2)
              .with("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", InstanceMetadata.CREDENTIALS)
              .withAgent();
      Probe probe = pod.start();
      probe.ask("make " + application.endpoint());
      Answer given = probe.ask("get 1");
      Answer refused = probe.make("container");

      assertEquals(1, given.number("served"), given::toString);
      assertEquals(1, application.requests());
      assertTrue(
          refused.text("message").startsWith("Container credentials are not used"),
          refused::toString);
    }
  }
}
