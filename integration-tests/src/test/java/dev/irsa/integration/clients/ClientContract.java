package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Checks that the lab accepts this client in the environment of a pod, and rejects it for the right
 * reason: with AWS's code, which the client recognizes and the lab logs.
 */
abstract class ClientContract extends ClientFixture {

  private static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  private static final String IDENTITY = "GetCallerIdentity";
  private static final String ROLE = "eks.amazonaws.com/role-arn";
  private static final String AUDIENCE = "eks.amazonaws.com/audience";

  private final LabClient client;
  private final ServiceAccount account =
      lab.createServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
  final PodEnvironment pod = lab.startPod(account);

  ClientContract(LabClient client) {
    this.client = client;
  }

  /**
   * Returns what the client prints about a rejection. Some print the message of a rejected
   * exchange, but not its code.
   */
  String toldOf(String action, String code, String message) {
    return code;
  }

  private Finished run(Map<String, String> environment, String operation) throws Exception {
    return run(client, environment, operation);
  }

  private Map<String, String> environment(PodEnvironment of) {
    return environment(client, of);
  }

  /**
   * Checks that the last request of this action was rejected with this code, and that the client
   * reports it.
   */
  private void assertRefused(Finished run, String action, String code, String message) {
    List<RequestRecord> asked = lab.requests().of(action);
    assertFalse(asked.isEmpty(), run::errors);
    assertEquals(code, asked.get(asked.size() - 1).errorCode(), run::errors);
    assertFalse(run.succeeded(), run::out);
    String told = toldOf(action, code, message);
    assertTrue(run.errors().contains(told), () -> "expected " + told + " in: " + run.errors());
  }

  private Finished whoami(PodEnvironment of) throws Exception {
    return run(environment(of), "whoami");
  }

  /** Returns the session obtained by the client itself, as static keys for another process. */
  private Map<String, String> session() throws Exception {
    Map<String, String> environment = new HashMap<>(environment(pod));
    String exported = done(client, environment, "export");
    environment.remove("AWS_ROLE_ARN");
    environment.remove("AWS_WEB_IDENTITY_TOKEN_FILE");
    environment.put("AWS_ACCESS_KEY_ID", member(exported, "AccessKeyId"));
    environment.put("AWS_SECRET_ACCESS_KEY", member(exported, "SecretAccessKey"));
    environment.put("AWS_SESSION_TOKEN", member(exported, "SessionToken"));
    return environment;
  }

  private static String member(String json, String name) throws ParseException {
    return JSONObjectUtils.getString(JSONObjectUtils.parse(json), name);
  }

  @Test
  void callerIsTheRoleOfTheServiceAccount() throws Exception {
    String arn = done(client, environment(pod), "whoami");

    assertTrue(
        arn.startsWith(lab.roleOf(account).sessionArn("")),
        () -> "not a session of the role: " + arn);
    assertEquals(
        List.of(account.subject()),
        lab.requests().of(EXCHANGE).stream().map(r -> r.details().subject()).toList());
  }

  @Test
  void listsAndReadsTheBucket() throws Exception {
    assertWorks(client, environment(pod));
  }

  @Test
  void tokenForAnotherAudienceIsRefused() throws Exception {
    PodEnvironment other = lab.startPod(lab.apply(account.withAnnotation(AUDIENCE, "vault")));

    assertRefused(whoami(other), EXCHANGE, "InvalidIdentityToken", "Incorrect token audience");
  }

  @Test
  void anotherServiceAccountWithTheArnOfTheRoleIsRefused() throws Exception {
    ServiceAccount stranger =
        lab.apply(
            ServiceAccount.of("default", "stranger")
                .withAnnotation(ROLE, lab.roleOf(account).arn()));

    assertRefused(
        whoami(lab.startPod(stranger)),
        EXCHANGE,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void expiredTokenIsRefused() throws Exception {
    pod.tokenVolume().expire(Duration.ofHours(1));

    assertRefused(whoami(pod), EXCHANGE, "ExpiredTokenException", "Token expired");
  }

  @Test
  void tokenWithAnotherSignatureIsRefused() throws Exception {
    forgeToken(pod);

    assertRefused(
        whoami(pod), EXCHANGE, "InvalidIdentityToken", "The ID Token's signature is invalid");
  }

  @Test
  void afterTheServiceAccountIsDeletedExchangeAndSessionAreRefused() throws Exception {
    Map<String, String> session = session();
    lab.deleteServiceAccount(account);

    assertRefused(
        whoami(pod),
        EXCHANGE,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    assertRefused(run(session, "whoami"), IDENTITY, "InvalidClientTokenId", "");
  }

  @Test
  void expiredSessionIsRefused() throws Exception {
    Map<String, String> session = session();
    lab.expireSessions(account);

    assertRefused(run(session, "whoami"), IDENTITY, "ExpiredToken", "");
    assertRefused(run(session, "list:reports"), "ListObjectsV2", "ExpiredToken", "");
  }

  @Test
  void revokedSessionIsRefused() throws Exception {
    Map<String, String> session = session();
    lab.revokeSessions(account);

    assertRefused(run(session, "whoami"), IDENTITY, "AccessDenied", "");
  }

  @Test
  void secretOfAnotherSessionIsRefused() throws Exception {
    Map<String, String> session = session();
    session.put("AWS_SECRET_ACCESS_KEY", session().get("AWS_SECRET_ACCESS_KEY"));

    assertRefused(run(session, "whoami"), IDENTITY, "SignatureDoesNotMatch", "");
  }

  @Test
  void roleWithoutPolicyMayNotList() throws Exception {
    PodEnvironment other = lab.startPod(lab.createServiceAccount("default", "no-policy"));

    assertRefused(run(environment(other), "list:reports"), "ListObjectsV2", "AccessDenied", "");
  }
}
