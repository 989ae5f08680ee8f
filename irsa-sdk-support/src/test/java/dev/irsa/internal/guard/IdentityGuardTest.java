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
import java.util.ArrayList;
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
  private final Set<String> ofEndpoint = new HashSet<>();
  private final KnownAccessKeys keys = new KnownAccessKeys(Clock.systemUTC());

  /** The keys that a test gives. */
  private class GivenKeys extends PodKeys {
    @Override
    boolean hasIssued(String accessKeyId) {
      return issued.contains(accessKeyId);
    }

    @Override
    boolean isHandedOutNow(GivenSettings given, String accessKeyId) {
      return ofEndpoint.contains(accessKeyId);
    }
  }

  private IdentityGuard guard(Map<String, String> variables, String... more) {
    Map<String, String> all = new HashMap<>(variables);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new IdentityGuard(
        Environment.of(all, Map.of()), keys, Sessions.shared(), new GivenKeys());
  }

  private static SignedRequest call(
      String key, @Nullable String provider, @Nullable String source) {
    return call(key, provider, source, "s3.eu-west-1.amazonaws.com:443");
  }

  private static SignedRequest call(
      String key, @Nullable String provider, @Nullable String source, String endpoint) {
    return new SignedRequest(
        "S3", "ListBuckets", endpoint, key, provider, null, source, "the code");
  }

  private static void check(IdentityGuard guard, SignedRequest call) {
    new ClientGuard(guard).check(call);
  }

  private static String denial(IdentityGuard guard, SignedRequest call) {
    return assertThrows(MisconfiguredException.class, () -> check(guard, call)).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 0, the role of the node, instance-profile",
        "x.awssdk.DefaultCredentialsProvider, 0, the role of the node, instance-profile",
        "-, InstanceProfileCredentialsProvider, the role of the node, instance-profile",
        "x.amazonaws.InstanceProfileCredentialsProvider, -, the role of the node, instance-profile",
        "-, 'n,o,i', a profile, profile",
        "-, 's', single sign-on, sso",
        "-, 'k', another web identity, web-identity",
        "x.awssdk.StsAssumeRoleCredentialsProvider, -, an assumed role, assumed-role",
        "a.b.ProfileCredentialsProvider, -, a profile, a.b.ProfileCredentialsProvider",
        "a.b.Own, 'n,o', a profile, a.b.Own",
        "a.b.Own, -, a session that is not of irsa, a.b.Own",
        "a.b.Own$$Lambda$8/0x00007f0001000a00, -, a session that is not of irsa, a.b.Own",
        "a.b.Own$$Lambda/0x00007f0001000a00@1b2c, -, a session that is not of irsa, a.b.Own",
        "a.b.Own$$SpringCGLIB$$0, -, a session that is not of irsa, a.b.Own",
        "jdk.proxy2.$Proxy12, -, a session that is not of irsa, <its access key id>",
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
  void theKeyOfAnIamUserIsAllowedByItsIdSinceAWordWouldLetOthersThrough() {
    SignedRequest call = call("AKIAIOSFODNN7EXAMPLE", "x.awssdk.StaticCredentialsProvider", null);

    String denied = denial(guard(POD, "IRSA_GUARD", "deny"), call);

    assertTrue(denied.endsWith("set IRSA_GUARD_ALLOW=<its access key id, AKIA...MPLE>"), denied);
    check(guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", "AKIAIOSFODNN7EXAMPLE"), call);
  }

  /** The code of guides does, with the SDK's default chain. */
  @Test
  void aForeignClientThatFetchesATokenForOthersIsToldToTakeThePods() {
    SignedRequest call =
        new SignedRequest(
            "Sts", "GetWebIdentityToken", null, KEY, null, null, "0", "the code of a client");

    String denied = denial(guard(POD, "IRSA_GUARD", "deny"), call);

    assertTrue(denied.startsWith("Sts GetWebIdentityToken is signed by the role of the"), denied);
    assertTrue(
        denied.contains("Fix: take the token of the pod in place of the client's: "), denied);
    assertTrue(denied.contains(".outboundTokens(OutboundTokenRequest.audience(...))"), denied);
    assertFalse(denied.contains("the code of a client"), denied);
  }

  @Test
  void aDenialBeginsWithWhoCallsWhatAsWhom() {
    String denied = denial(guard(POD, "IRSA_GUARD", "deny"), call(KEY, null, "0"));

    assertTrue(
        denied.startsWith(
            "S3 ListBuckets is signed by the role of the node (instance metadata), and not by the"
                + " pod's role "
                + ROLE
                + "; called by "),
        denied);
    assertTrue(denied.contains("; nothing was sent, as IRSA_GUARD forbids that. Fix: "), denied);
    assertEquals(1, denied.lines().count(), denied);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, z", "x.awssdk.ContainerCredentialsProvider, -", "com.acme.Copying, -", "-, -"})
  void whatTheEndpointOfThePodHandsOutIsThePodWhoeverBringsIt(
      @Nullable String provider, @Nullable String source) {
    ofEndpoint.add(KEY);
    IdentityGuard guard = guard(CONTAINER, "IRSA_GUARD", "deny");

    check(guard, call(KEY, provider, source));
    assertEquals(0, guard.foreignCalls());
    String other = denial(guard, call("ASIAOTHER", provider, source));
    assertTrue(other.contains("is signed by"), other);
  }

  @Test
  void theEndpointIsAskedOnceForAKey() {
    List<String> asked = new ArrayList<>();
    IdentityGuard guard =
        new IdentityGuard(
            Environment.of(CONTAINER, Map.of()),
            keys,
            Sessions.shared(),
            new GivenKeys() {
              @Override
              boolean isHandedOutNow(GivenSettings given, String accessKeyId) {
                return !asked.add(accessKeyId);
              }
            });
    check(guard, call(KEY, null, null));
    check(guard, call(KEY, null, null));
    check(guard, call("AKIAIOSFODNN7EXAMPLE", null, null));

    assertEquals(List.of(KEY), asked);
    assertEquals(3, guard.foreignCalls());
  }

  @Test
  void theContainerEndpointOfAnIrsaPodIsNotThePod() {
    ofEndpoint.add(KEY);
    String other = denial(guard(POD, "IRSA_GUARD", "deny"), call(KEY, null, "z"));

    assertTrue(other.contains("credentials of a container endpoint"), other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.irsa.sdk.v2.IrsaCredentialsProvider",
        "dev.irsa.sdk.v2.IrsaCredentialsProviderChain"
      })
  void theNameOfAProviderIsNoProof(String provider) {
    denial(guard(POD, "IRSA_GUARD", "deny"), call(KEY, provider, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"h,k", "StsAssumeRoleWithWebIdentityCredentialsProvider"})
  void aWebIdentityOutOfSightIsThePod(String source) {
    check(guard(POD, "IRSA_GUARD", "deny"), call(KEY, null, source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minio.storage.svc:9000",
        "localhost:4566",
        "abc.r2.cloudflarestorage.com:443",
        "amazonaws.com.evil.test:443",
        "notamazonaws.com:443",
        "127.0.0.1:8001",
        "[::1]:8000"
      })
  void aRequestToAServerThatIsNotOfAwsIsNotComparedAndCountedApart(String endpoint) {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    check(guard, call(KEY, null, null, endpoint));
    check(guard, call("AKIAIOSFODNN7EXAMPLE", null, null, endpoint));

    assertEquals(0, guard.foreignCalls());
    assertEquals(2, guard.callsToOtherServers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.eu-west-1.amazonaws.com:443",
        "sts.cn-north-1.amazonaws.com.cn:443",
        "s3.dualstack.us-east-1.api.aws:443",
        "abc.aoss.us-east-1.on.aws:443",
        "vpce-1.s3.eu-west-1.vpce.amazonaws.com:443",
        "S3.EU-WEST-1.AMAZONAWS.COM:443",
        "s3.eu-west-1.amazonaws.com.:443",
        "proxy.corp.test:443",
        "Proxy.Corp.Test.:443",
        "127.0.0.1:8001"
      })
  void aRequestToAwsOrToAConfiguredEndpointIsCompared(String endpoint) {
    IdentityGuard guard =
        guard(
            POD,
            "IRSA_GUARD",
            "deny",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "https://proxy.corp.test/path",
            "AWS_ENDPOINT_URL_STS",
            "http://127.0.0.1:8001");

    assertThrows(MisconfiguredException.class, () -> check(guard, call(KEY, null, null, endpoint)));
    assertEquals(0, guard.callsToOtherServers());
  }

  @Test
  void theStrictestOfAllApplicationsCountsAsLongAsItRuns() {
    IdentityGuard guard = guard(POD);
    Runnable denying =
        guard.use(GivenSettings.none().withText(Setting.GUARD, "deny", "irsa.guard"));
    Runnable second = guard.use(GivenSettings.none());
    Runnable allowing =
        guard.use(GivenSettings.none().withText(Setting.GUARD_ALLOW, "Own", "irsa.guard-allow"));
    Runnable off = guard.use(GivenSettings.none().withText(Setting.GUARD, "off", "irsa.guard"));

    denial(guard, call(KEY, "a.Own", null));
    denying.run();
    check(guard, call(KEY, "a.Own", null));
    assertEquals(2, guard.foreignCalls());
    second.run();
    second.run();
    check(guard, call(KEY, "a.Own", null));
    assertEquals(2, guard.foreignCalls());
    allowing.run();
    assertFalse(guard.isOn());
    off.run();
    check(guard, call(KEY, "a.Own", null));
    assertEquals(3, guard.foreignCalls());
  }

  @Test
  void whatAnApplicationSetsWhileItStartsIsReplacedByWhatItRunsWith() {
    IdentityGuard guard = guard(POD);
    guard.useWhileStarting(GivenSettings.none().withText(Setting.GUARD, "deny", "irsa.guard"));
    denial(guard, call(KEY, null, null));
    guard.useWhileStarting(GivenSettings.none());
    check(guard, call(KEY, null, null));
    Runnable off = guard.use(GivenSettings.none().withText(Setting.GUARD, "off", "irsa.guard"));

    assertFalse(guard.isOn());
    off.run();
    assertTrue(guard.isOn());
  }

  @Test
  void settingsThatAreEqualToThoseOfAnotherApplicationGoOnce() {
    IdentityGuard guard = guard(POD);
    GivenSettings deny = GivenSettings.none().withText(Setting.GUARD, "deny", "irsa.guard");
    Runnable first = guard.use(deny);
    Runnable unused = guard.use(deny);
    first.run();
    first.run();

    denial(guard, call(KEY, null, null));
  }

  @Test
  void aPodThatIsConfiguredAfterTheFirstRequestIsGuarded() {
    Map<String, String> properties = new HashMap<>();
    IdentityGuard guard =
        new IdentityGuard(
            new Environment(name -> null, properties::get),
            keys,
            Sessions.shared(),
            new GivenKeys());
    ClientGuard client = new ClientGuard(guard);
    client.check(call(KEY, null, null));
    assertFalse(client.isOn());
    properties.putAll(
        Map.of("aws.roleArn", ROLE, "aws.webIdentityTokenFile", "/token", "irsa.guard", "deny"));

    assertThrows(MisconfiguredException.class, () -> client.check(call(KEY, null, null)));
  }

  @Test
  void aUsedClientForgetsWhatIsNoLongerAllowed() {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "aws.roleArn", ROLE, "aws.webIdentityTokenFile", "/token", "irsa.guard", "deny"));
    properties.put("aws.accessKeyId", KEY);
    IdentityGuard guard =
        new IdentityGuard(
            new Environment(name -> null, properties::get),
            keys,
            Sessions.shared(),
            new GivenKeys());
    ClientGuard client = new ClientGuard(guard);
    client.check(call(KEY, null, null));
    properties.remove("aws.accessKeyId");

    assertEquals(KEY, client.newKey(KEY + "/2026"));
    assertThrows(MisconfiguredException.class, () -> client.check(call(KEY, null, null)));
  }

  @Test
  void keysOfThePodThatFoundNoRoomAreUnknownAndNotForeign() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny");
    ClientGuard client = new ClientGuard(guard);
    issued.add("ASIAPOD");
    for (int i = 0; i <= KnownAccessKeys.MOST; i++) {
      client.handedOut("ASIAPOD", "ASIA" + i, LATER, "AssumeRole", OTHER);
    }

    for (int i = 0; i <= KnownAccessKeys.MOST; i += 100) {
      client.check(call("ASIA" + i, null, null));
    }
    client.check(call("ASIA" + KnownAccessKeys.MOST, null, null));
    assertEquals(0, guard.foreignCalls());
  }

  @Test
  void aWebIdentityOfAnotherRoleStaysForeignWhateverIsAllowedElsewhere() {
    IdentityGuard guard = guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", "none");
    new ClientGuard(guard).handedOut(null, KEY, LATER, "AssumeRoleWithWebIdentity", OTHER);
    denial(guard, call(KEY, null, "h,k"));

    IdentityGuard allowing = guard(POD, "IRSA_GUARD", "deny", "IRSA_GUARD_ALLOW", OTHER);
    check(allowing, call(KEY, null, "h,k"));
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
    var unused = guard.use(GivenSettings.none().withText(Setting.GUARD, "deny", "irsa.guard"));

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
    var unused = guard.use(GivenSettings.none().withText(Setting.GUARD, "off", "irsa.guard"));

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
  void manyClientsOfOneIdentityDoNotFloodTheLog() {
    try (CapturedLogs logs = CapturedLogs.open()) {
      IdentityGuard guard = guard(POD);
      for (int i = 0; i < 20; i++) {
        check(guard, call(KEY, null, null));
      }

      assertEquals(
          10, logs.lines().stream().filter(line -> line.contains("Another identity")).count());
      assertEquals(20, guard.foreignCalls());
    }
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
    assertEquals("NOTPOD", client.newKey("AWS4 Credential=NOTPOD/2026"));
    assertEquals("NOTPOD", client.newKey("NOTPOD/2026"));
    assertNull(client.newKey("Bearer a/b"));
    assertNull(client.newKey(null));

    assertNull(client.newKey("AWS4 Credential=" + KEY + "/2026"));
    assertNull(client.newKey(KEY + "/2026"));
    assertEquals(KEY + "X", client.newKey("Credential=" + KEY + "X/2026"));
    assertEquals("A" + KEY, client.newKey("Credential=A" + KEY + "/"));
    assertEquals("", client.newKey("Credential=/"));
    assertEquals(KEY + "Y", client.newKey("AWS " + KEY + "Y:signature"));
    assertFalse(client.isNew(KEY));
  }

  @Test
  void theSettingsAreNotReadForRequestsOfThePod() {
    issued.add(KEY);
    Environment unread =
        new Environment(
            name -> {
              throw new AssertionError("read " + name);
            },
            name -> {
              throw new AssertionError("read " + name);
            });
    IdentityGuard guard = new IdentityGuard(unread, keys, Sessions.shared(), new GivenKeys());
    ClientGuard client = new ClientGuard(guard);

    assertNull(client.newKey("AWS4 Credential=" + KEY + "/2026"));
    client.check(call(KEY, null, null));
    assertFalse(new ClientGuard(guard).isNew(KEY));
    assertThrows(AssertionError.class, () -> client.newKey("AWS4 Credential=OTHER/2026"));
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
