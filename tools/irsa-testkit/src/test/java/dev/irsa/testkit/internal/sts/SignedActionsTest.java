package dev.irsa.testkit.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

class SignedActionsTest {
  private final StsWorld world = new StsWorld();
  private final Role role = world.role(StsWorld.SUBJECT);
  private final AccessKey session =
      world.keys.issueSession(role, "a-pod", world.time.now().plusSeconds(3600));

  @AfterEach
  void close() {
    world.close();
  }

  private static void assertRefused(StsException refusal, int status, String code) {
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
  }

  private StsException refusal(StsClient client) {
    return assertThrows(StsException.class, client::getCallerIdentity);
  }

  @Test
  void theCallersIdentityIsReturned() {
    GetCallerIdentityResponse identity = world.signedBy(session).getCallerIdentity();

    assertEquals("111122223333", identity.account());
    assertEquals(role.sessionArn("a-pod"), identity.arn());
    assertEquals(role.roleId() + ":a-pod", identity.userId());
    assertEquals(identity.arn(), world.log.all().get(0).callerArn());
    assertEquals(session.accessKeyId(), world.log.all().get(0).accessKeyId());
  }

  @Test
  void aWrongSecretDoesNotMatch() {
    StaticCredentialsProvider wrong =
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                session.accessKeyId(), "x".repeat(40), session.sessionToken()));

    assertRefused(refusal(world.client(wrong)), 403, "SignatureDoesNotMatch");
  }

  @Test
  void aWrongOrMissingSessionTokenOrAnUnknownKeyIsInvalid() {
    AccessKey other = world.keys.issueSession(role, "other", world.time.now().plusSeconds(60));
    AwsSessionCredentials mixed =
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), other.sessionToken());
    AwsSessionCredentials unknown =
        AwsSessionCredentials.create("ASIAAAAAAAAAAAAAAAAA", "secret", "token");

    assertRefused(
        refusal(world.client(StaticCredentialsProvider.create(mixed))),
        403,
        "InvalidClientTokenId");
    assertRefused(
        refusal(world.client(StaticCredentialsProvider.create(unknown))),
        403,
        "InvalidClientTokenId");
  }

  @Test
  void roleChainingIsLimitedToAnHour() {
    Role target = chainable(role.arn());
    StsClient client = world.signedBy(session);

    AssumeRoleResponse answer =
        client.assumeRole(r -> r.roleArn(target.arn()).roleSessionName("chained"));
    StsException tooLong =
        assertThrows(
            StsException.class,
            () ->
                client.assumeRole(
                    r -> r.roleArn(target.arn()).roleSessionName("chained").durationSeconds(3601)));

    assertEquals(target.sessionArn("chained"), answer.assumedRoleUser().arn());
    assertEquals(Instant.parse("2031-03-14T16:04:05Z"), answer.credentials().expiration());
    assertRefused(tooLong, 400, "ValidationError");
    assertTrue(tooLong.getMessage().contains("1 hour session limit"), tooLong.getMessage());
  }

  @Test
  void aRoleThatDoesNotTrustTheCallerIsDenied() {
    Role target = chainable("arn:aws:iam::111122223333:role/another");

    StsException denied =
        assertThrows(
            StsException.class,
            () ->
                world
                    .signedBy(session)
                    .assumeRole(r -> r.roleArn(target.arn()).roleSessionName("chained")));

    assertRefused(denied, 403, "AccessDenied");
    assertTrue(
        denied
            .getMessage()
            .contains(
                "User: "
                    + role.sessionArn("a-pod")
                    + " is not authorized to perform: sts:AssumeRole on resource: "
                    + target.arn()),
        denied.getMessage());
  }

  private Role chainable(String trusted) {
    return chainable("target", trusted, "\"sts:AssumeRole\"");
  }

  private Role chainable(String name, String trusted, String actions) {
    return world.account.createRole(
        name,
        TrustPolicy.parse(
            """
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": [%s]}}"""
                .formatted(trusted, actions)),
        Duration.ofHours(12),
        List.of());
  }

  private AssumeRoleResponse assume(
      AccessKey caller, Role target, Consumer<AssumeRoleRequest.Builder> more) {
    return world
        .signedBy(caller)
        .assumeRole(
            request -> {
              request.roleArn(target.arn()).roleSessionName("chained");
              more.accept(request);
            });
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** IAM user guide, "Pass session tags in AWS STS": chaining with session tags. */
  @Test
  void transitiveTagsAndTheSourceIdentityAreInheritedAndStay() {
    String all = "\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";
    Role first = chainable("first", role.arn(), all);
    Role second = chainable("second", first.arn(), all);
    Role untaggable = chainable("untaggable", first.arn(), "\"sts:AssumeRole\"");

    AssumeRoleResponse answer =
        assume(
            session,
            first,
            request ->
                request
                    .tags(tag("tenant", "7"), tag("team", "a"))
                    .transitiveTagKeys("tenant")
                    .sourceIdentity("alice"));
    AccessKey key = world.keys.find(answer.credentials().accessKeyId()).orElseThrow();
    AccessKey next =
        world
            .keys
            .find(
                assume(key, second, request -> request.tags(tag("more", "1")))
                    .credentials()
                    .accessKeyId())
            .orElseThrow();

    assertEquals("alice", answer.sourceIdentity());
    assertEquals(Map.of("tenant", "7", "team", "a"), key.sessionTags());
    assertEquals(Map.of("tenant", "7", "more", "1"), next.sessionTags());
    assertEquals("alice", next.tags().sourceIdentity());
    assertRefused(
        assertThrows(
            StsException.class,
            () -> assume(key, second, request -> request.tags(tag("Tenant", "8")))),
        400,
        "InvalidParameterValue");
    assertRefused(
        assertThrows(
            StsException.class,
            () -> assume(key, second, request -> request.sourceIdentity("mallory"))),
        403,
        "AccessDenied");
    StsException denied =
        assertThrows(StsException.class, () -> assume(key, untaggable, request -> {}));
    assertTrue(denied.getMessage().contains("sts:TagSession"), denied.getMessage());
  }

  @Test
  void tagsBeyondTheLimitsOfStsAreRefused() {
    Role target = chainable(role.arn());

    StsException refusal =
        assertThrows(
            StsException.class,
            () ->
                assume(
                    session,
                    target,
                    request -> request.tags(tag("a*b", "x"), tag("c", "&")).sourceIdentity("?")));
    StsException unset =
        assertThrows(
            StsException.class,
            () -> assume(session, target, request -> request.transitiveTagKeys("tenant")));

    assertRefused(refusal, 400, "ValidationError");
    for (String member : List.of("tags.1.member.key", "tags.2.member.value", "sourceIdentity")) {
      assertTrue(refusal.getMessage().contains("at '" + member + "'"), refusal.getMessage());
    }
    assertRefused(unset, 400, "InvalidParameterValue");
  }

  @Test
  void unsignedUnknownAndMissingActionsHaveTheirCodes() throws Exception {
    assertAnswer(403, "MissingAuthenticationToken", "Action=GetCallerIdentity&Version=2011-06-15");
    assertAnswer(403, "MissingAuthenticationToken", "Action=AssumeRole&Version=2011-06-15");
    assertAnswer(400, "InvalidAction", "Action=DeleteEverything&Version=2011-06-15");
    assertAnswer(400, "InvalidAction", "Action=GetCallerIdentity&Version=2010-01-01");
    assertAnswer(400, "InvalidAction", "Action=GetCallerIdentity");
    assertAnswer(400, "MissingAction", "Version=2011-06-15");
    assertAnswer(400, "MissingAction", "%%%");
  }

  private void assertAnswer(int status, String code, String form) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) world.endpoint.plainUri().toURL().openConnection();
    connection.setDoOutput(true);
    connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
    assertEquals(status, connection.getResponseCode());
    String body = new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String id = connection.getHeaderField("x-amzn-RequestId");
    assertTrue(
        body.startsWith("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"),
        body);
    assertTrue(body.contains("<Type>Sender</Type>\n<Code>" + code + "</Code>"), body);
    assertTrue(body.contains("<RequestId>" + id + "</RequestId>"), body);
    assertEquals("text/xml", connection.getContentType());
  }
}
