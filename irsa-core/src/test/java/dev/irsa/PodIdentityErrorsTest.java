package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests each row of the table of errors, from the cause in the lab to what a caller gets. */
final class PodIdentityErrorsTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount account = lab.createPodIdentityServiceAccount("shop", "cart");
  private final PodEnvironment pod = lab.startPod(account);
  private final Map<String, String> variables = new HashMap<>(pod.variables());

  @AfterEach
  void closeLab() {
    lab.close();
  }

  /** Causes an error. */
  private interface Cause {
    void in(PodIdentityErrorsTest world);
  }

  private static Cause answer(Fault fault) {
    return world -> world.lab.agent().faults().always(fault);
  }

  private static Cause error(String code, int status) {
    return answer(Fault.error(code, status, "the reason"));
  }

  private void allowOnly(String action) {
    Role role = lab.roleOf(account);
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s",
         "Principal": {"Service": "pods.eks.amazonaws.com"}}]}"""
            .formatted(action);
    lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(policy)));
  }

  private void useTokenForSts() {
    PodEnvironment irsa = lab.startPod(lab.createServiceAccount("shop", "irsa"));
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", irsa.tokenFile().toString());
  }

  private void callByName() {
    variables.computeIfPresent(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", (name, uri) -> uri.replace("127.0.0.1", "localhost"));
  }

  private void callPath(String path) {
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", lab.agent().uri().resolve(path).toString());
  }

  private void corruptToken(String text) {
    pod.tokenVolume().corrupt(text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> denials() {
    FailureKind denied = FailureKind.DENIED;
    FailureKind token = FailureKind.TOKEN;
    return Stream.of(
        row(
            "the trust policy does not allow sts:TagSession",
            world -> world.allowOnly("sts:AssumeRole"),
            denied,
            "AccessDeniedException",
            "must allow the principal pods.eks.amazonaws.com both sts:AssumeRole and"
                + " sts:TagSession"),
        row(
            "the trust policy does not allow sts:AssumeRole",
            world -> world.allowOnly("sts:TagSession"),
            denied,
            "AccessDeniedException",
            "EKS does not have permissions to assume the associated role"),
        row(
            "the association was deleted",
            world -> world.lab.disassociate(world.account),
            denied,
            "ResourceNotFoundException",
            "--namespace shop --service-account cart"),
        row(
            "the agent is called by a name",
            PodIdentityErrorsTest::callByName,
            denied,
            null,
            "Call the agent by its address, http://169.254.170.23"),
        row(
            "the path is another one",
            world -> world.callPath("/v2/credentials"),
            denied,
            null,
            "the endpoint does not provide credentials at its path"),
        row(
            "the token has expired",
            world -> world.pod.tokenVolume().expire(Duration.ofHours(1)),
            token,
            null,
            "kubelet did not replace it in time"),
        row(
            "the token was issued for STS",
            PodIdentityErrorsTest::useTokenForSts,
            token,
            "InvalidTokenException",
            "aud is [\"sts.amazonaws.com\"]; the agent expects pods.eks.amazonaws.com"),
        row(
            "the token is not a JWT",
            world -> world.corruptToken("opaque"),
            token,
            null,
            "cannot be parsed"),
        row(
            "EKS Auth says that the token has expired",
            error("ExpiredTokenException", 400),
            token,
            "ExpiredTokenException",
            "check the clocks of this node and of the API server"));
  }

  private static Arguments row(
      String sentence, Cause cause, FailureKind kind, String code, String text) {
    return arguments(sentence, cause, kind, code, text);
  }

  private CredentialsException fail(Duration deadline) {
    try (IrsaCredentials handle =
        IrsaCredentials.builder().environment(variables).deadline(deadline).build()) {
      return assertThrows(CredentialsException.class, handle::credentials);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("denials")
  void isRefusedAtOnce(String row, Cause cause, FailureKind kind, String code, String text) {
    cause.in(this);

    CredentialsException failure = fail(Duration.ofSeconds(20));

    assertEquals(kind, failure.failureKind(), failure::getMessage);
    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(text), failure::getMessage);
    assertEquals(1, failure.attempts());
    assertEquals(kind == FailureKind.TOKEN, failure.isRetriedWithNewToken());
    assertNull(failure.roleArn());
  }

  /** A row for each way in which an answer is missing; the tests of the response have more. */
  static Stream<Arguments> outages() {
    FailureKind outage = FailureKind.OUTAGE;
    return Stream.of(
        row(
            "EKS Auth throttles",
            error("ThrottlingException", 429),
            FailureKind.THROTTLED,
            "ThrottlingException",
            "(429) \"the reason\""),
        row(
            "EKS Auth fails",
            error("InternalServerException", 500),
            outage,
            "InternalServerException",
            "could not provide credentials"),
        row("the agent resets", answer(Fault.reset()), outage, null, "did not respond"),
        row(
            "a proxy responds",
            answer(Fault.answer(502, "text/html", "<html>Bad gateway</html>")),
            outage,
            null,
            "An intermediary responded in place of the EKS Pod Identity agent"),
        row(
            "the response lacks the token",
            answer(Fault.withoutElement("Token")),
            outage,
            null,
            "lacks the string Token"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outages")
  void isTriedAgainUntilTheCallersDeadline(
      String row, Cause cause, FailureKind kind, String code, String text) {
    cause.in(this);

    CredentialsException failure = fail(SHORT);
    CredentialsException first = first(failure);

    assertTrue(failure.isRetryable());
    assertEquals(kind, first.failureKind(), first::getMessage);
    assertEquals(code, first.code());
    assertTrue(first.getMessage().contains(text), first::getMessage);
    assertTrue(failure.getMessage().contains(first.summary()), failure::getMessage);
  }

  /** Returns the failure of the attempt, of which a caller gets a copy. */
  private static CredentialsException first(CredentialsException failure) {
    return failure.getCause() instanceof CredentialsException cause ? first(cause) : failure;
  }

  @Test
  void anAgentThatHangsEndsTheCallAtTheCallersDeadline() {
    lab.agent().faults().always(Fault.hang());

    CredentialsException failure = fail(SHORT);

    assertEquals(FailureKind.OUTAGE, failure.failureKind());
    assertTrue(failure.getMessage().contains("waiting for the EKS Pod Identity agent at "));
  }

  @Test
  void aTokenFileThatIsMissingIsNamedWithItsVariable() {
    pod.tokenVolume().removeToken();

    CredentialsException failure = fail(Duration.ofSeconds(20));

    assertTrue(failure instanceof TokenUnavailableException, failure::toString);
    assertTrue(failure.getMessage().contains("Check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    assertEquals(0, lab.agent().requests().count("GetCredentials"));
  }

  @Test
  void anAgentThatComesUpSecondsAfterThePodServesTheFirstCall() throws Exception {
    lab.agent().stop();
    try (IrsaCredentials handle = IrsaCredentials.builder().environment(variables).build()) {
      var waiting = handle.credentialsAsync();
      lab.agent().start();

      assertNotNull(waiting.get());
    }
  }

  @Test
  void anAgentThatTakesItsTimeIsNotAskedTwice() {
    lab.agent().faults().next(Fault.delay(Duration.ofSeconds(2)));
    try (IrsaCredentials handle = IrsaCredentials.builder().environment(variables).build()) {
      assertNotNull(handle.credentials());

      assertEquals(1, lab.agent().requests().count("GetCredentials"));
    }
  }
}
