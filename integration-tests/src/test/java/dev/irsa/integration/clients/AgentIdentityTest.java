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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource({"V1, before", "V1, after", "V2, before", "V2, after"})
  void anSdkThatAnotherAgentLoadsGetsNoOtherRole(Generation sdk, String order) throws Exception {
    String other = otherAgent(node(sdk));
    SdkPod pod =
        order.equals("before")
            ? pod(sdk).withOptions(other).withAgent()
            : pod(sdk).withAgent().withOptions(other);
    pod.faults().next(DENIED);
    Probe probe = pod.start();
    Answer denied = probe.make("chain");

    assertEquals(1, denied.number("threw"), () -> denied.toString());
    assertFalse(isNodeRole(probe.make("node")), probe.errors());
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
  @ParameterizedTest
  @EnumSource
  void aRoleThatTheApplicationSetsIsHonoured(Generation sdk) throws Exception {
    SdkPod pod =
        pod(sdk).withOptions("-Daws.roleArn=arn:aws:iam::111122223333:role/other").withAgent();
    Probe probe = pod.start();
    Answer answer = probe.make(pod.pod().variables().get("AWS_ROLE_ARN"));

    assertTrue(pod.isPodsRole(answer), answer + probe.errors());
  }

  @ParameterizedTest
  @EnumSource
  void aChainThatFailsDoesNotWaitForThePodAgainAtItsEnd(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withAgent();
    pod.faults().always(DENIED);
    Probe probe = pod.start();
    String inChain = probe.make("own").text("message");
    String alone = probe.make("node").text("message");

    assertTrue(inChain.contains("Those of the pod: refused just before"), inChain);
    assertTrue(alone.contains("AccessDenied"), alone);
    assertEquals(0, pod.nodeRequests());
  }

  @ParameterizedTest
  @CsvSource({"V1, false", "V1, true", "V2, false", "V2, true"})
  void theDefaultChainOfAPodThatIsDeniedDoesNotGoOnToAProfile(Generation sdk, boolean isHalf)
      throws Exception {
    String file = keysFile().toString();
    SdkPod pod =
        pod(sdk)
            .with("AWS_SHARED_CREDENTIALS_FILE", file)
            .with("AWS_CREDENTIAL_PROFILES_FILE", file)
            .without(isHalf ? "AWS_WEB_IDENTITY_TOKEN_FILE" : "AWS_PROFILE")
            .withAgent();
    pod.faults().always(DENIED);
    Answer denied = pod.start().make("chain");

    assertEquals(1, denied.number("threw"), denied::toString);
    String reason = isHalf ? "AWS_WEB_IDENTITY_TOKEN_FILE: is not set" : "AccessDenied";
    assertTrue(denied.text("message").contains(reason), denied::toString);
  }

  /** The SDK's default chain with the agent, and our chain without it. */
  private SdkPod chains(SdkPod pod, String chain) {
    return chain.equals("ours") ? pod : pod.withAgent();
  }

  private Path keysFile() throws Exception {
    return keysFile("keys", "AKIAPROFILE");
  }

  private Path keysFile(String name, String key) throws Exception {
    String keys = "[%s]\naws_access_key_id = %s\naws_secret_access_key = secret\n";
    String all = keys.formatted("default", key) + keys.formatted("reports", "AKIAREPORTS");
    return Files.writeString(scratch.resolve(name), all);
  }

  @ParameterizedTest
  @CsvSource({"V1, chain", "V1, ours", "V2, chain", "V2, ours"})
  void staticKeysComeBeforeThePodInEachChainWithOneWarning(Generation sdk, String chain)
      throws Exception {
    SdkPod pod =
        chains(pod(sdk), chain)
            .with("AWS_ACCESS_KEY_ID", "AKIAVARIABLE")
            .with("AWS_SECRET_ACCESS_KEY", "secret");
    Probe probe = pod.start();
    probe.make(chain);
    Answer answer = probe.ask("get 1");

    assertEquals("AKIAVARIABLE", answer.text("keys"), answer::toString);
    assertEquals(0, pod.exchanges().size());
    // Without the agent, an application whose class path has no binding of slf4j sees none.
    long warnings = count("shadow the pod's IAM role", probe);
    long fewest = chain.equals("ours") ? 0 : 1;
    assertTrue(fewest <= warnings && warnings <= 1, probe.errors());
  }

  @ParameterizedTest
  @CsvSource({"V1, chain", "V1, ours", "V2, chain", "V2, ours", "V2, client"})
  void podIdentityGoesBeforeADefaultProfileInEachChain(Generation sdk, String chain)
      throws Exception {
    String file = keysFile().toString();
    SdkPod pod =
        chains(podIdentityPod(sdk, IrsaLab.builder()), chain)
            .with("AWS_SHARED_CREDENTIALS_FILE", file)
            .with("AWS_CREDENTIAL_PROFILES_FILE", file);
    Probe probe = pod.start();
    Answer answer = probe.make(chain);

    assertTrue(pod.isPodsRole(answer), answer + probe.errors());
  }

  @ParameterizedTest
  @CsvSource({"V1, chain", "V1, ours", "V2, chain", "V2, ours", "V2, client"})
  void aNamedProfileBesidePodIdentityIsAnErrorOfEachChain(Generation sdk, String chain)
      throws Exception {
    SdkPod pod =
        chains(podIdentityPod(sdk, IrsaLab.builder()), chain).with("AWS_PROFILE", "reports");
    Answer answer = pod.start().make(chain);

    assertEquals(1, answer.number("threw"), answer::toString);
    String message = answer.text("message");
    assertTrue(message.contains("profile \"reports\" beside AWS_CONTAINER_"), message);
    assertTrue(message.contains("unset AWS_PROFILE"), message);
    assertEquals(0, pod.agentRequests() + pod.nodeRequests());
  }

  @ParameterizedTest
  @CsvSource({"profile:reports, AKIAREPORTS", "profile:default, AKIAPROFILE", "file:own, AKIAOWN"})
  void aProfileThatTheApplicationNamesBesidePodIdentityIsUsed(String provider, String key)
      throws Exception {
    Path own = keysFile("own", "AKIAOWN");
    SdkPod pod =
        podIdentityPod(Generation.V2, IrsaLab.builder())
            .with("AWS_SHARED_CREDENTIALS_FILE", keysFile().toString())
            .withAgent();
    Probe probe = pod.start();
    probe.ask("make " + provider.replace("own", own.toString()));
    Answer answer = probe.ask("get 2");

    assertEquals(key, answer.text("keys"), answer + probe.errors());
    assertEquals(0, pod.agentRequests() + pod.nodeRequests());
  }

  @ParameterizedTest
  @CsvSource({"V1, chain", "V1, ours", "V2, chain", "V2, ours", "V2, profile:reports"})
  void aWebIdentityGoesBeforeANamedProfileInEachChain(Generation sdk, String chain)
      throws Exception {
    SdkPod pod = chains(pod(sdk), chain).with("AWS_PROFILE", "reports");
    Probe probe = pod.start();
    Answer answer = probe.make(chain);

    assertTrue(pod.isPodsRole(answer), answer + probe.errors());
  }

  /** As without the agent: only a chain that has served the pod's role stays with it. */
  @ParameterizedTest
  @EnumSource
  void keysThatAreSetLaterAreThoseOfLaterDefaultChains(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withAgent();
    Probe probe = pod.start();
    Answer before = probe.make("chain");
    probe.ask("keys");

    assertEquals(before.text("keys"), probe.ask("get 1").text("keys"));
    assertEquals("AKIAPROPERTY", probe.make("chain").text("keys"), probe.errors());
    assertTrue(pod.isPodsRole(before), before::toString);
  }

  /** Nobody waits for valid credentials, so no chain is cut short. */
  @ParameterizedTest
  @EnumSource
  void afterAnotherRoleWasRefusedThePodsIsServed(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withAgent();
    Probe probe = pod.start();
    probe.make("node");
    pod.faults().always(DENIED);
    probe.ask("make arn:aws:iam::111122223333:role/other");
    probe.ask("make node");
    Answer each = probe.ask("each");

    assertEquals(2, each.number("served"), each::toString);
    assertEquals(1, each.number("threw"), each::toString);
  }

  @ParameterizedTest
  @EnumSource
  void ifItIsClosedTheErrorSaysWhatToSet(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withAgent("instance-metadata=closed");
    Probe probe = pod.start();
    Answer answer = probe.make("node");

    String message = answer.text("message");
    assertTrue(message.contains("this pod is configured for IRSA"), message);
    assertTrue(message.contains("-javaagent:irsa-agent.jar=instance-metadata=pod"), message);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.slf4j.simpleLogger.defaultLogLevel=off",
        "org.slf4j.simpleLogger.logFile=application.log",
        "slf4j.provider=org.slf4j.jul.JULServiceProvider"
      })
  void itsLinesReachTheErrorStreamWhateverLoggingTheApplicationHas(String property)
      throws Exception {
    SdkPod pod = pod(Generation.V2).withOptions("-D" + property).withAgent();
    Probe probe = pod.start();
    probe.ask("make chain");
    probe.ask("get 1");

    assertEquals(1, count("irsa-agent " + version() + " provides ", probe), probe.errors());
  }

  @ParameterizedTest
  @EnumSource
  void nothingSecretIsInAnyText(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withAgent();
    String token = Files.readString(pod.pod().tokenFile());
    Probe served = pod.start();
    Probe denied = pod.start();
    Answer key = served.make("chain");
    pod.faults().always(Fault.error("AccessDenied", 403, "not " + token));
    Answer refusal = denied.make("chain");

    String texts = key + served.errors() + refusal + denied.errors();
    assertTrue(texts.contains("AccessDenied"), texts);
    assertFalse(texts.contains(token), texts);
    for (String secret : pod.secrets(key.text("keys"))) {
      assertFalse(texts.contains(secret), texts);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theImageOfAFrozenProcessHoldsNoSecret(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withOptions("-Dorg.crac.Core.Compat=dev.irsa.fake.crac").withAgent();
    Path image = scratch.resolve("image.hprof");
    Probe probe = pod.start();
    String key = probe.make("chain").text("keys");
    probe.ask("freeze " + image);
    String frozen = Files.readString(image, StandardCharsets.ISO_8859_1);

    assertTrue(frozen.contains("AssumeRoleWithWebIdentity"), "not an image");
    for (String secret : pod.secrets(key)) {
      assertFalse(frozen.contains(secret), "a secret is in the image");
    }
    assertTrue(pod.isPodsRole(probe.ask("get 1")), probe.errors());
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

  @ParameterizedTest
  @ValueSource(strings = {"chain", "container"})
  void aContainerEndpointInAPropertyIsNotAskedBesideIrsa(String provider) throws Exception {
    try (InstanceMetadata other = NodeRole.start()) {
      String uri = other.endpoint() + InstanceMetadata.CREDENTIALS;
      SdkPod pod =
          pod(Generation.V2).withOptions("-Daws.containerCredentialsFullUri=" + uri).withAgent();
      pod.faults().always(DENIED);
      Answer answer = pod.start().make(provider);

      assertEquals(1, answer.number("threw"), answer::toString);
      assertEquals(0, other.requests());
    }
  }

  @ParameterizedTest
  @CsvSource({"V1, chain", "V2, chain", "V2, container"})
  void theIdentitySourceChoosesContainerCredentialsBesideIrsa(Generation sdk, String provider)
      throws Exception {
    SdkPod pod =
        podIdentityPod(sdk, IrsaLab.builder())
            .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/other")
            .with("AWS_WEB_IDENTITY_TOKEN_FILE", keysFile().toString())
            .with("IRSA_IDENTITY_SOURCE", "container")
            .withAgent();
    Probe probe = pod.start();
    Answer answer = probe.make(provider);

    assertTrue(pod.isPodsRole(answer), answer + probe.errors());
    assertEquals(0, pod.exchanges().size() + pod.nodeRequests());
  }

  @ParameterizedTest
  @EnumSource
  void anIdentitySourceThatIsNotConfiguredIsAnErrorOfTheDefaultChain(Generation sdk)
      throws Exception {
    SdkPod pod =
        pod(sdk)
            .without("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
            .with("IRSA_IDENTITY_SOURCE", "container")
            .withAgent();
    Answer answer = pod.start().make("chain");

    assertEquals(1, answer.number("threw"), answer::toString);
    String message = answer.text("message");
    assertTrue(message.contains("IRSA_IDENTITY_SOURCE is container"), message);
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
