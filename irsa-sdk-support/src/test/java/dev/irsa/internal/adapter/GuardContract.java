package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the guard promises, whichever SDK signs: a process in a pod, whose clients sign with
 * whatever they were given. They were not told of the guard: the SDK finds it in the jar.
 *
 * @param <P> the SDK's type of credentials providers
 */
public abstract class GuardContract<P> {

  protected static final String KEY = "AKIAIOSFODNN7EXAMPLE";

  protected final GuardedPod pod = new GuardedPod();
  private final long before = foreignCalls();

  /** Keys in an SDK's provider, whose session token may be null. */
  public record Keys(String accessKeyId, String secret, @Nullable String token) {}

  private static final Keys KEYS = new Keys(KEY, "very-secret", null);

  /** Returns a provider that is asked anew for each signature. */
  protected abstract P provider(Supplier<Keys> keys);

  /** Returns our provider, configured by the process. */
  protected abstract P ours();

  /** Returns our chain, configured by the process. */
  protected abstract P ourChain();

  /** Returns our provider of a role that the pod's may assume. */
  protected abstract P ourChainedRole(String roleArn);

  /** Returns the keys that a provider has. */
  protected abstract Keys keys(P provider);

  /** Returns the SDK's provider of a role that a client assumes. */
  protected abstract P assumed(P signer, String roleArn);

  /** Returns the keys that an unsigned exchange of the pod's token brings. */
  protected abstract Keys exchanged(String roleArn, String token);

  /** Returns a call of {@code GetCallerIdentity} with a new client of STS. */
  protected abstract Runnable client(P provider, URI endpoint);

  protected abstract Class<? extends RuntimeException> exceptionType();

  protected abstract long foreignCalls();

  protected abstract long callsToOtherServers();

  protected abstract List<IrsaEvent.ForeignIdentity> foreignIdentities();

  @AfterEach
  void closePod() {
    pod.close();
  }

  private Runnable client(P provider) {
    return client(provider, pod.world.pod.plainStsEndpoint());
  }

  private P staticKeys() {
    return provider(() -> KEYS);
  }

  private void refused(Runnable client) {
    RuntimeException refused = assertThrows(RuntimeException.class, client::run);
    assertTrue(!exceptionType().isInstance(refused), refused::toString);
  }

  private String denied(Runnable client) {
    RuntimeException denied = assertThrows(exceptionType(), client::run);
    assertInstanceOf(MisconfiguredException.class, denied.getCause());
    return String.valueOf(denied.getMessage());
  }

  private void assertNothingReported() {
    assertEquals(List.of(), pod.reports());
    assertEquals(before, foreignCalls());
  }

  // ---- other identities

  @Test
  void anotherIdentityIsReportedInItsFirstCallAndOnceForEachClient() {
    Runnable one = client(staticKeys());
    refused(one);

    assertEquals(1, pod.reports().size());
    String report = pod.reports().get(0);
    String signer = " GetCallerIdentity is signed by the access key AKIA...MPLE";
    assertTrue(report.contains(signer), report);
    assertTrue(report.contains("and not by the pod's role " + pod.world.roleArn()), report);
    assertTrue(report.contains("IRSA_GUARD_ALLOW=<its access key id, AKIA...MPLE>"), report);
    refused(one);
    refused(client(staticKeys()));
    refused(one);
    assertEquals(2, pod.reports().size());
    assertEquals(before + 4, foreignCalls());
    assertEquals(1, foreignIdentities().size());
  }

  @Test
  void deniedRequestsAreNotSentAndTheirErrorSaysWhoCalledWhatAsWhom() {
    pod.set("irsa.guard", "deny");

    String denied = denied(client(staticKeys()));

    assertTrue(
        denied.lines().findFirst().orElseThrow().contains(" GetCallerIdentity is signed by"),
        denied);
    assertTrue(denied.contains("; called by "), denied);
    assertTrue(denied.contains("nothing was sent, as irsa.guard forbids that"), denied);
    assertEquals(List.of(), pod.world.lab.requests().all());
  }

  @Test
  void aProviderThatChangesItsKeysAfterItWasAskedDoesNotEvadeTheGuard() {
    pod.set("irsa.guard", "deny");
    Keys ofPod = keys(ours());
    List<Keys> answers = new ArrayList<>(List.of(ofPod));
    Runnable client = client(provider(() -> answers.isEmpty() ? KEYS : answers.remove(0)));

    // SDK 1.x asks twice for a request, SDK 2.x once.
    denied(
        () -> {
          client.run();
          client.run();
        });
    assertEquals(before + 1, foreignCalls());
    assertEquals(1, pod.reports().size());
  }

  @Test
  void aClientThatWasUsedIsReportedWhenThatBecomesForbidden() {
    Runnable early = client(staticKeys());
    Runnable ours = client(ours());
    refused(early);
    ours.run();
    pod.set("irsa.guard", "deny");

    denied(early);
    ours.run();
  }

  @Test
  void noLineHasAWholeKeyOrASecret() {
    refused(client(staticKeys()));
    pod.set("irsa.guard", "deny");
    List<String> all = new ArrayList<>(pod.ours());
    all.add(denied(client(staticKeys())));

    for (String line : all) {
      assertTrue(!line.contains(KEY) && !line.contains("very-secret"), line);
      assertTrue(!line.contains("Signature="), line);
    }
  }

  // ---- the pod, whoever asks

  @Test
  void thePodsRoleIsNotReportedWhateverItIsAskedFor() {
    pod.set("irsa.guard", "deny");
    String partner = pod.world.roleTrustingThePod("partner").arn();
    Runnable ours = client(ours());
    for (int i = 0; i < 100; i++) {
      ours.run();
    }
    client(ourChainedRole(partner)).run();
    client(ourChain()).run();
    client(assumed(ours(), partner)).run();
    client(provider(() -> keys(ours()))).run();

    assertNothingReported();
  }

  @Test
  void anotherProviderOfTheSameRoleIsRemarkedOnce() throws IOException {
    pod.set("irsa.guard", "deny");
    Keys exchanged = exchanged(pod.world.roleArn(), token());
    client(provider(() -> exchanged)).run();
    client(provider(() -> exchanged)).run();

    assertNothingReported();
    assertEquals(
        1,
        pod.ours().stream()
            .filter(line -> line.contains("GetCallerIdentity is signed by the pod's role"))
            .count());
  }

  private String token() throws IOException {
    return Files.readString(Path.of(System.getProperty("aws.webIdentityTokenFile")));
  }

  @Test
  void anotherRoleOfTheSameTokenIsReportedByItsArnAndAllowedByIt() throws IOException {
    var trusted = pod.world.lab.roleOf(pod.world.account).trustPolicy();
    String other =
        pod.world.lab.iam().createRole("other", trusted, Duration.ofHours(1), List.of()).arn();
    Keys exchanged = exchanged(other, token());
    client(provider(() -> exchanged)).run();

    assertEquals(1, pod.reports().size());
    String named = "signed by " + other + " (AssumeRoleWithWebIdentity)";
    assertTrue(pod.reports().get(0).contains(named), pod.reports()::toString);
    pod.set("irsa.guard.allow", other);
    client(provider(() -> exchanged)).run();
    assertEquals(1, pod.reports().size());
  }

  /** Returns the token file of a new pod of EKS Pod Identity. */
  private Path podIdentity(String account) {
    return pod.world
        .lab
        .startPod(pod.world.lab.createPodIdentityServiceAccount("shop", account))
        .tokenFile();
  }

  /** Becomes a process in that pod. */
  private void moveInto(Path tokenFile) {
    pod.leave();
    pod.set("aws.containerCredentialsFullUri", pod.world.lab.agent().uri().toString());
    pod.set("aws.containerAuthorizationTokenFile", tokenFile.toString());
    pod.set("irsa.guard", "deny");
  }

  /** Returns what a program gets that asks the agent by itself. */
  private Keys ofAgent(Path tokenFile) throws IOException {
    var connection = pod.world.lab.agent().uri().toURL().openConnection();
    connection.setRequestProperty("Authorization", Files.readString(tokenFile));
    try (InputStream body = connection.getInputStream()) {
      String json = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Keys(
          field("AccessKeyId", json), field("SecretAccessKey", json), field("Token", json));
    }
  }

  private static String field(String name, String json) {
    return json.replaceAll("(?s).*\"" + name + "\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  @Test
  void keysThatTheEndpointOfThePodHandsOutAreThePodsWhoeverBringsThem() throws IOException {
    Path tokenFile = podIdentity("till");
    moveInto(tokenFile);
    Keys copied = ofAgent(tokenFile);
    client(provider(() -> copied)).run();
    client(ours()).run();

    assertNothingReported();
  }

  @Test
  void keysOfAnotherContainerAreForeign() throws IOException {
    Keys others = ofAgent(podIdentity("other"));
    moveInto(podIdentity("till"));

    denied(client(provider(() -> others)));
  }

  // ---- other servers

  @Test
  void aRequestToAServerThatIsNotOfAwsIsNeitherComparedNorDenied() throws IOException {
    pod.set("irsa.guard", "deny");
    try (PodLab other = new PodLab()) {
      refused(client(staticKeys(), other.pod.plainStsEndpoint()));

      assertTrue(!other.lab.requests().all().isEmpty());
    }
    assertNothingReported();
    assertTrue(callsToOtherServers() > 0);
  }
}
