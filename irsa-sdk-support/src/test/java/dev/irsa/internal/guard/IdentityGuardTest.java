package dev.irsa.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions of the guard, without an SDK. */
final class IdentityGuardTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String OTHER = "arn:aws:iam::111122223333:role/other";
  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "AWS_REGION", "eu-west-1");
  private static final Map<String, String> CONTAINER =
      Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
  private static final String KEY = "ASIAAAAABBBBCCCCDDDD";
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  private final Set<String> issued = new HashSet<>();
  private final KnownAccessKeys keys = new KnownAccessKeys(issued::contains, Clock.systemUTC());

  private IdentityGuard guard(Map<String, String> variables, String... more) {
    Map<String, String> all = new HashMap<>(variables);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new IdentityGuard(Environment.of(all, Map.of()), keys, Sessions.shared());
  }

  private static SignedCall call(String key, @Nullable String provider, @Nullable String source) {
    return new SignedCall("S3", "ListBuckets", key, provider, source, "the code");
  }

  private static void check(IdentityGuard guard, SignedCall call) {
    new ClientGuard(guard).check(call);
  }

  private static String denial(IdentityGuard guard, SignedCall call) {
    return assertThrows(MisconfiguredException.class, () -> check(guard, call)).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 0, the role of the node, instance-profile",
        "a.DefaultCredentialsProvider, 0, the role of the node, instance-profile",
        "-, InstanceProfileCredentialsProvider, the role of the node, instance-profile",
        "a.InstanceProfileCredentialsProvider, -, the role of the node, instance-profile",
        "-, 'n,o,i', a profile, profile",
        "-, 's', single sign-on, sso",
        "-, 'k', another web identity, web-identity",
        "a.b.StsAssumeRoleCredentialsProvider, -, an assumed role, assumed-role",
        "a.b.ProfileCredentialsProvider, -, a profile, profile",
        "a.b.Own, -, a session that is not of irsa, a.b.Own",
        "-, -, a session that is not of irsa, <its access key id>"
      })
  void aReportSaysWhoseKeyItIsAndHowToAllowIt(
      @Nullable String provider, @Nullable String source, String whose, String meant) {
    String denied = denial(guard(POD, "IRSA_GUARD", "deny"), call(KEY, provider, source));

    assertTrue(denied.contains("S3 ListBuckets is signed by " + whose), denied);
    assertTrue(denied.endsWith("set IRSA_GUARD_ALLOW=" + meant), denied);
    assertTrue(denied.contains("the pod's role " + ROLE), denied);
    assertFalse(denied.contains(KEY), denied);
    if (!meant.startsWith("<")) {
      check(
          guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", meant), call(KEY, provider, source));
    }
  }

  @Test
  void theContainerOfTheProcessIsThePodAndThatOfAnIrsaPodIsNot() {
    SignedCall call =
        call(KEY, "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider", null);
    IdentityGuard pod = guard(CONTAINER, "IRSA_GUARD", "deny");
    check(pod, call);
    assertEquals(0, pod.foreignCalls());
    keys.forgetJudged();

    String other = denial(guard(POD, "IRSA_GUARD", "deny"), call("ASIA2", null, "z"));
    assertTrue(other.contains("credentials of a container endpoint"), other);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "dev.irsa.sdk.v2.IrsaCredentialsProvider, -",
        "software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain, 'h,k'",
        "-, StsAssumeRoleWithWebIdentityCredentialsProvider"
      })
  void aCopyOfThisLibraryInAnotherClassLoaderIsThePod(
      @Nullable String provider, @Nullable String source) {
    check(guard(POD, "IRSA_GUARD", "deny"), call(KEY, provider, source));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "com.acme.PerContainerCredentialsProvider, -",
        "com.acme.ContainerCredentialsProvider, -",
        "-, PerContainerCredentialsProvider",
        "-, 'e,z'"
      })
  void aProviderOfAnApplicationIsNotTheContainerOfTheProcess(
      @Nullable String provider, @Nullable String source) {
    denial(guard(CONTAINER, "IRSA_GUARD", "deny"), call(KEY, provider, source));
  }

  @Test
  void aWebIdentityOfAnotherRoleStaysForeignAfterEverythingWasDiscarded() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", "none");
    new ClientGuard(guard).handedOut(null, KEY, LATER, "AssumeRoleWithWebIdentity", OTHER);
    keys.forgetJudged();
    denial(guard, call(KEY, null, "h,k"));

    IdentityGuard allowing = guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", OTHER);
    check(allowing, call(KEY, null, "h,k"));
    keys.forgetJudged();
    denial(guard, call(KEY, null, "h,k"));
  }

  @Test
  void nothingIsConcludedFromASourceIfAResponseWasMissed() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    check(guard, call("ASIABEFORE", null, "h,k"));
    new ClientGuard(guard).missed();

    denial(guard, call(KEY, null, "h,k"));
  }

  @Test
  void aKeyThatWasHandedOutWhileTheGuardWasOffIsKnown() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "off");
    new ClientGuard(guard).handedOut(null, KEY, LATER, "AssumeRoleWithWebIdentity", OTHER);
    guard.use(GivenSettings.none().withText(Setting.GUARD, "deny", "irsa.guard"));

    denial(guard, call(KEY, null, "h,k"));
  }

  @Test
  void aWebIdentityIsNotAPodWithContainerCredentials() {
    IdentityGuard guard = guard(CONTAINER, "IRSA_GUARD", "deny");
    assertThrows(MisconfiguredException.class, () -> check(guard, call(KEY, null, "h,k")));
  }

  @Test
  void halfAConfigurationIsThatOfAPod() {
    IdentityGuard guard = guard(Map.of("AWS_ROLE_ARN", ROLE));
    check(guard, call(KEY, null, null));

    assertEquals(1, guard.foreignCalls());
    assertEquals(1, guard.reports().size());
  }

  @Test
  void outsideOfAPodNothingIsCompared() {
    IdentityGuard guard = guard(Map.of("AWS_REGION", "eu-west-1", "IRSA_GUARD", "deny"));
    check(guard, call(KEY, null, null));

    assertFalse(new ClientGuard(guard).isOn());
    assertEquals(0, guard.foreignCalls());
  }

  @Test
  void whatAFrameworkGivesTakesPrecedence() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    guard.use(GivenSettings.none().withText(Setting.GUARD, "off", "irsa.guard"));

    assertFalse(new ClientGuard(guard).isOn());
  }

  @Test
  void aWrongValueReports() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "denny");
    check(guard, call(KEY, null, null));

    assertEquals(1, guard.foreignCalls());
  }

  @Test
  void aKeyThatAForeignKeyBroughtIsOfTheSameIdentity() {
    IdentityGuard guard = guard(POD);
    ClientGuard client = new ClientGuard(guard);
    client.check(call(KEY, null, "0"));
    client.handedOut(KEY, "ASIAEXPRESS", LATER, "CreateSession", null);
    client.check(call("ASIAEXPRESS", null, "J"));

    assertEquals(2, guard.foreignCalls());
    assertEquals(1, guard.reports().size());
  }

  @Test
  void aRoleThatAForeignKeyAssumedIsNamed() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    ClientGuard client = new ClientGuard(guard);
    client.handedOut("ASIANODE", KEY, LATER, "AssumeRole", OTHER);

    assertTrue(denial(guard, call(KEY, null, "i")).contains(OTHER + " (AssumeRole)"));
    check(guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", OTHER), call(KEY, null, "i"));
  }

  @Test
  void theRoleOfThePodIsThePodWhoeverFetchedIt() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    ClientGuard client = new ClientGuard(guard);
    String operation = "AssumeRoleWithWebIdentity";
    client.handedOut(null, KEY, LATER, operation, ROLE);
    client.handedOut(null, "ASIAOTHER", null, operation, OTHER);
    check(guard, call(KEY, null, null));

    assertTrue(denial(guard, call("ASIAOTHER", null, null)).contains(OTHER));
  }

  @Test
  void aRemarkNamesTheRoleOnlyIfAResponseDid() {
    try (CapturedLogs logs = CapturedLogs.open()) {
      IdentityGuard told = guard(POD);
      new ClientGuard(told).handedOut(null, KEY, LATER, "AssumeRoleWithWebIdentity", ROLE);
      check(told, call(KEY, null, "h,k"));
      check(guard(POD), call("ASIAUNTOLD", null, "h,k"));

      String signed = "S3 ListBuckets is signed by ";
      List<String> lines = logs.lines().stream().filter(line -> line.contains(signed)).toList();
      assertEquals(2, lines.size(), lines::toString);
      assertTrue(lines.get(0).contains(signed + "the pod's role " + ROLE), lines::toString);
      assertTrue(lines.get(1).contains(signed + "a web identity of a role"), lines::toString);
    }
  }

  @Test
  void aKeyIsFoundInTextOnlyWhereItIsWhole() {
    issued.add(KEY);
    ClientGuard client = new ClientGuard(guard(POD));
    assertEquals(KEY, client.newKey("AWS4 Credential=" + KEY + "/2026"));
    assertEquals(KEY, client.newKey(KEY + "/2026"));
    assertNull(client.newKey("Bearer a/b"));
    assertNull(client.newKey(null));
    client.check(call(KEY, null, null));

    assertNull(client.newKey("AWS4 Credential=" + KEY + "/2026"));
    assertNull(client.newKey(KEY + "/2026"));
    assertEquals(KEY + "X", client.newKey("Credential=" + KEY + "X/2026"));
    assertEquals("A" + KEY, client.newKey("Credential=A" + KEY + "/"));
    assertEquals("", client.newKey("Credential=/"));
    assertTrue(client.isLastKey(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "deny"})
  void aDefectFailsOnlyWhatIsDenied(String mode) {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", mode);
    ClientGuard client = new ClientGuard(guard);
    assertTrue(client.isOn());

    CredentialsException denied = client.denial(new IllegalStateException("as told"));

    assertEquals(mode.equals("deny"), denied != null);
    assertTrue(denied == null || denied.getMessage().contains("could not be compared"));
  }
}
