package dev.irsa.testkit.internal.sts;

import static dev.irsa.testkit.internal.sts.StsFixture.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.Tag;

class SignedActionsTest {
  private final StsFixture fixture = new StsFixture();
  private final Role role = fixture.role;
  private final AccessKey session =
      fixture.keys.issueSession(role, "a-pod", fixture.manual.instant().plusSeconds(3600));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theCallersIdentityIsReturned() {
    GetCallerIdentityResponse identity = fixture.signedBy(session).getCallerIdentity();

    assertEquals("111122223333", identity.account());
    assertEquals(role.sessionArn("a-pod"), identity.arn());
    assertEquals(role.roleId() + ":a-pod", identity.userId());
    assertEquals(identity.arn(), fixture.lab.requests().all().get(0).callerArn());
    assertEquals(session.accessKeyId(), fixture.lab.requests().all().get(0).accessKeyId());
  }

  @Test
  void credentialsThatAreNoneAreRefused() {
    AccessKey other =
        fixture.keys.issueSession(role, "other", fixture.manual.instant().plusSeconds(60));
    String id = session.accessKeyId();
    String secret = session.secretAccessKey();
    assertUnknown("SignatureDoesNotMatch", id, "x".repeat(40), session.sessionToken());
    assertUnknown("InvalidClientTokenId", id, secret, other.sessionToken());
    assertUnknown("InvalidClientTokenId", "ASIAAAAAAAAAAAAAAAAA", "secret", "token");
  }

  private void assertUnknown(String code, String id, String secret, String token) {
    StsClient client =
        fixture.client(
            StaticCredentialsProvider.create(AwsSessionCredentials.create(id, secret, token)));
    assertRefused(403, code, "", client::getCallerIdentity);
  }

  @Test
  void roleChainingIsLimitedToAnHour() {
    Role target = chainable(role.arn());
    AssumeRoleResponse answer = assume(session, target, request -> {});

    assertEquals(target.sessionArn("chained"), answer.assumedRoleUser().arn());
    assertEquals(Instant.parse("2031-03-14T16:04:05Z"), answer.credentials().expiration());
    assertRefused(
        400,
        "ValidationError",
        "1 hour session limit",
        () -> assume(session, target, request -> request.durationSeconds(3601)));
  }

  @Test
  void aRoleThatDoesNotTrustTheCallerIsDenied() {
    Role target = chainable("arn:aws:iam::111122223333:role/another");
    assertRefused(
        403,
        "AccessDenied",
        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
            .formatted(role.sessionArn("a-pod"), target.arn()),
        () -> assume(session, target, request -> {}));
  }

  private Role chainable(String trusted) {
    return chainable("target", trusted, "\"sts:AssumeRole\"");
  }

  private Role chainable(String name, String trusted, String actions) {
    return fixture.account.createRole(
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
    return fixture
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
    AccessKey key = fixture.keys.find(answer.credentials().accessKeyId()).orElseThrow();
    AccessKey next =
        fixture
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
        400,
        "InvalidParameterValue",
        "",
        () -> assume(key, second, request -> request.tags(tag("Tenant", "8"))));
    assertRefused(
        403,
        "AccessDenied",
        "",
        () -> assume(key, second, request -> request.sourceIdentity("mallory")));
    assertRefused(
        403, "AccessDenied", "sts:TagSession", () -> assume(key, untaggable, request -> {}));
  }

  @Test
  void tagsBeyondTheLimitsOfStsAreRefused() {
    Role target = chainable(role.arn());
    for (String member : List.of("tags.1.member.key", "tags.2.member.value", "sourceIdentity")) {
      assertRefused(
          400,
          "ValidationError",
          "at '" + member + "'",
          () ->
              assume(
                  session,
                  target,
                  request -> request.tags(tag("a*b", "x"), tag("c", "&")).sourceIdentity("?")));
    }
    assertRefused(
        400,
        "InvalidParameterValue",
        "",
        () -> assume(session, target, request -> request.transitiveTagKeys("tenant")));
  }

  @ParameterizedTest
  @CsvSource({
    "403, MissingAuthenticationToken, Action=GetCallerIdentity&Version=2011-06-15",
    "403, MissingAuthenticationToken, Action=AssumeRole&Version=2011-06-15",
    "400, InvalidAction, Action=DeleteEverything&Version=2011-06-15",
    "400, InvalidAction, Action=GetCallerIdentity&Version=2010-01-01",
    "400, InvalidAction, Action=GetCallerIdentity",
    "400, MissingAction, Version=2011-06-15",
    "400, MissingAction, %%%"
  })
  void unsignedUnknownAndMissingActionsHaveTheirCodes(int status, String code, String form) {
    ReceivedResponse reply = RawHttp.post(fixture.lab.sts().plainUri().resolve("/"), form);
    assertEquals(status, reply.status());
    assertEquals("text/xml", reply.header("Content-Type"));
    assertEquals(
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
        <Type>Sender</Type>
        <Code>%s</Code>
        <Message>…</Message>
        </Error>
        <RequestId>%s</RequestId>
        </ErrorResponse>
        """
            .formatted(code, reply.header("x-amzn-RequestId")),
        reply.body().replaceFirst("<Message>.+</Message>", "<Message>…</Message>"));
  }
}
