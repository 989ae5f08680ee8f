package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Roles that are assumed with the credentials of the pod's role, with real clients of an SDK. */
public abstract class ChainedRoleContract<C> {

  private static final String ALLOW_ALL =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

  protected final PodLab world = new PodLab();
  protected final Role data = world.roleTrustingThePod("data");
  protected final Adapter<C> adapter;
  protected final Driven<C> pod;
  protected final Driven<C> chained;

  protected ChainedRoleContract(Adapter<C> adapter) {
    this.adapter = adapter;
    this.pod = settings().build();
    this.chained = pod.chainedRole(RoleRequest.of(data.arn()));
  }

  private Adapter.DrivenBuilder<C> settings() {
    return adapter.builder().configure(core -> core.environment(world.environment()));
  }

  @AfterEach
  void close() {
    pod.close();
    world.close();
  }

  protected final int assumptions() {
    return world.lab.requests().count(PodLab.CHAINING);
  }

  private String key(C credentials) {
    return adapter.accessKeyId(credentials);
  }

  private Role role(String name, String actions, String trusted, String conditions) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [%s],
         "Principal": {"AWS": "%s"}, "Condition": {"StringEquals": {%s}}}]}"""
            .formatted(actions, trusted, conditions);
    return world
        .lab
        .iam()
        .createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  @Test
  void aClientIsTheChainedRoleUnderThePodsName() {
    assertEquals(data.sessionArn("irsa-" + world.pod.name()), chained.callerArn(world));
    assertEquals(1, world.exchanges());
    assertEquals(IdentitySource.CHAINED_ROLE, chained.status().source());
  }

  @Test
  void allParametersOfTheRequestAreSent() {
    String everything = "\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";
    Role partner =
        role(
            "partner",
            everything,
            world.roleArn(),
            """
            "sts:ExternalId": "partner:7/a", "sts:SourceIdentity": "alice",
            "aws:RequestTag/tenant": "Zoë + Söhne", "aws:RequestTag/team": ""\
            """);
    Role next =
        role("next", everything, partner.arn(), "\"aws:PrincipalTag/tenant\": \"Zoë + Söhne\"");
    Role last =
        role(
            "last",
            everything,
            next.arn(),
            "\"aws:PrincipalTag/tenant\": \"Zoë + Söhne\", \"aws:SourceIdentity\": \"alice\"");
    Driven<C> provider =
        pod.chainedRole(
            RoleRequest.of(partner.arn())
                .withRoleSessionName("reports")
                .withExternalId("partner:7/a")
                .withSessionDuration(Duration.ofMinutes(15))
                .withSessionPolicy(ALLOW_ALL)
                .withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"))
                .withSourceIdentity("alice")
                .withSessionTags(Map.of("tenant", "Zoë + Söhne", "team", ""))
                .withTransitiveTagKeys(List.of("tenant")));

    assertEquals(partner.sessionArn("reports"), provider.callerArn(world));
    Instant expiration = provider.status().expiration();
    assertTrue(expiration.isBefore(world.lab.time().now().plus(Duration.ofMinutes(16))));
    assertEquals(
        last.sessionArn("reports"),
        provider
            .chainedRole(RoleRequest.of(next.arn()))
            .chainedRole(RoleRequest.of(last.arn()))
            .callerArn(world));
  }

  @Test
  void theRegionOfTheRequestSelectsItsSts() {
    try (Driven<C> elsewhere = settings().configure(core -> core.region("eu-west-1")).build()) {
      RoleRequest request = RoleRequest.of(data.arn());
      Driven<C> wrong = elsewhere.chainedRole(request);

      var thrown = assertThrows(adapter.exceptionType(), wrong::credentials);
      Driven<C> right = elsewhere.chainedRole(request.withRegion(world.lab.region()));

      assertTrue(adapter.remedy(thrown).contains("region"), adapter.remedy(thrown));
      assertEquals(data.sessionArn("irsa-" + world.pod.name()), right.callerArn(world));
      assertEquals(world.lab.region(), right.status().region());
    }
  }

  @Test
  void equalRolesOfEqualParentsShareASession() {
    Set<String> keys = new HashSet<>();
    for (int request = 0; request < 50; request++) {
      try (Driven<C> parent = settings().build()) {
        keys.add(key(parent.chainedRole(RoleRequest.of(data.arn())).credentials()));
      }
    }

    C first = chained.credentials();
    chained.ways().forEach(way -> assertSame(first, way.get()));
    assertEquals(1, keys.size());
    assertEquals(1, assumptions());
    assertEquals(1, world.exchanges());
  }

  @Test
  void aRoleThatDoesNotTrustThePodIsATypedErrorWithoutAnImmediateRetry() {
    String arn = "arn:aws:iam::111122223333:role/stranger";
    Driven<C> stranger = pod.chainedRole(RoleRequest.of(arn));

    for (Supplier<C> way : stranger.ways()) {
      var thrown = assertThrows(adapter.exceptionType(), way::get);

      var refusal = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
      assertEquals("AccessDenied", refusal.code());
      assertEquals(arn, refusal.roleArn());
      assertTrue(refusal.remedy().contains("its trust policy allows " + world.roleArn()));
    }
    assertEquals(1, assumptions());
  }

  @Test
  void aRoleThatMayNotBeTaggedIsExplained() {
    Driven<C> tagged =
        pod.chainedRole(RoleRequest.of(data.arn()).withSessionTags(Map.of("tenant", "7")));

    var thrown = assertThrows(adapter.exceptionType(), tagged::credentials);

    assertTrue(adapter.remedy(thrown).contains("sts:TagSession"), adapter.remedy(thrown));
  }

  @Test
  void aFailingParentDoesNotAffectValidCredentials() {
    C before = chained.credentials();
    world.lab.deleteServiceAccount(world.account);
    pod.refresh();

    assertSame(before, chained.credentials());
  }

  @Test
  void keysOfThePodThatStsRejectsAreReplaced() {
    String first = key(pod.credentials());
    world.lab.accessKeys().expireSessions(world.roleArn());

    var thrown = assertThrows(adapter.exceptionType(), chained::credentials);

    assertInstanceOf(CredentialsException.class, thrown.getCause());
    assertTrue(adapter.remedy(thrown).contains("were rejected"), adapter.remedy(thrown));
    assertNotEquals(first, key(pod.credentials()));
  }
}
