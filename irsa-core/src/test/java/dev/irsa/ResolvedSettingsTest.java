package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.Variables;
import dev.irsa.internal.config.CheckedRoleRequest;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.http.HttpProxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the combination of settings and endpoint. */
final class ResolvedSettingsTest {

  private static final InetSocketAddress PROXY =
      InetSocketAddress.createUnresolved("proxy.test", 3128);

  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_REGION", "eu-west-1",
          "HOSTNAME", "cart-0");

  private static Environment pod(String... changes) {
    return Environment.of(Variables.changed(POD, changes), Map.of());
  }

  private static ResolvedSettings resolve(Environment environment) {
    return ResolvedSettings.resolve(environment, Overrides.none(), null, null);
  }

  private static MisconfiguredException fail(Environment environment) {
    return assertThrows(MisconfiguredException.class, () -> resolve(environment));
  }

  @Test
  void settingsAndEndpointReportTheirProblemsTogether() {
    MisconfiguredException failure =
        fail(
            pod(
                "AWS_ROLE_ARN",
                "arn:aws-cn:iam::111122223333:role/cart",
                "IRSA_SESSION_DURATION_SECONDS",
                "1"));

    assertEquals(2, failure.problems().size(), failure::getMessage);
    assertTrue(failure.isConfigured());
    assertTrue(failure.getMessage().contains("2 problems"), failure::getMessage);
    assertTrue(failure.getMessage().contains("partition"), failure::getMessage);
    assertTrue(failure.getMessage().contains("Fix: "), failure::getMessage);
  }

  @Test
  void aProcessWithoutRoleAndTokenFileIsNotAnIrsaPodWhateverElseIsInvalid() {
    MisconfiguredException failure =
        fail(Environment.of(Map.of("AWS_USE_FIPS_ENDPOINT", "maybe"), Map.of()));

    assertFalse(failure.isConfigured());
    assertEquals(1, failure.problems().size());
    assertTrue(
        failure.getMessage().contains("Neither IRSA nor EKS Pod Identity is configured here"),
        failure::getMessage);
  }

  @Test
  void anEndpointOutsideAwsCausesAWarningWithItsOrigin() {
    List<String> warnings = resolve(pod("AWS_ENDPOINT_URL", "https://sts.example.test")).warnings();

    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("AWS_ENDPOINT_URL"), warnings::toString);
  }

  @Test
  void anInterfaceEndpointOfStsDoesNotCauseAWarning() {
    assertEquals(
        List.of(),
        resolve(pod("AWS_ENDPOINT_URL_STS", "https://vpce-1-a.sts.eu-west-1.vpce.amazonaws.com"))
            .warnings());
  }

  @Test
  void problemsOfAUsedProxyAreReportedWithTheOthers() {
    MisconfiguredException failure =
        fail(pod("IRSA_SESSION_DURATION_SECONDS", "1", "https_proxy", "socks5://proxy"));

    assertEquals(2, failure.problems().size(), failure::getMessage);
    assertTrue(failure.getMessage().contains("socks5"), failure::getMessage);
  }

  @Test
  void problemsOfAnUnusedProxyAreIgnored() {
    Environment exempt = pod("https_proxy", "http://a:b@proxy", "no_proxy", ".amazonaws.com");
    Environment refused = pod("https_proxy", "http://a:b@proxy");

    assertNull(resolve(exempt).transport().proxy());
    assertEquals(
        HttpProxy.at(PROXY, "builder"),
        ResolvedSettings.resolve(refused, Overrides.none(), PROXY, null).transport().proxy());
    fail(refused);
  }

  // Settings of the builder only.

  @Test
  void invalidValuesOfTheBuilderAreFoundWithoutAPod() {
    Environment nothing = Environment.of(Map.of(), Map.of());

    var failure =
        assertThrows(
            MisconfiguredException.class,
            () ->
                ResolvedSettings.check(
                    nothing,
                    Overrides.none()
                        .with(Setting.ROLE_ARN, "nonsense")
                        .with(Setting.SESSION_DURATION_SECONDS, "1")));

    assertEquals(2, failure.problems().size(), failure::getMessage);
  }

  @Test
  void everyParameterOfASessionIsPartOfItsKey() {
    ResolvedSettings configuration = resolve(pod());
    RoleRequest plain = RoleRequest.of("arn:aws:iam::444455556666:role/other");
    List<RoleRequest> different =
        List.of(
            plain,
            plain.withSessionPolicy("{}"),
            plain.withSessionPolicy("{ }"),
            plain.withSessionPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess")),
            plain.withRoleSessionName("tenant-7"),
            plain.withSessionDuration(Duration.ofMinutes(15)));

    Set<Object> keys = new HashSet<>();
    for (RoleRequest request : different) {
      keys.add(configuration.forRole(CheckedRoleRequest.withToken(request)).key());
      assertEquals(
          configuration.forRole(CheckedRoleRequest.withToken(request)).key(),
          configuration.forRole(CheckedRoleRequest.withToken(request)).key());
    }

    assertEquals(different.size(), keys.size());
  }

  @Test
  void anotherRoleIsChecked() {
    ResolvedSettings configuration = resolve(pod());

    assertThrows(
        MisconfiguredException.class,
        () -> configuration.forRole(CheckedRoleRequest.withToken(RoleRequest.of("nonsense"))));
    assertThrows(
        MisconfiguredException.class,
        () ->
            configuration.forRole(
                CheckedRoleRequest.withToken(
                    RoleRequest.of("arn:aws-cn:iam::111122223333:role/cart"))));
  }

  // The key.

  static Stream<Arguments> differences() throws Exception {
    Overrides none = Overrides.none();
    return Stream.of(
        arguments(
            "role", pod("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/b"), none, null, null),
        arguments("token file", pod("AWS_WEB_IDENTITY_TOKEN_FILE", "/b"), none, null, null),
        arguments("session name", pod("AWS_ROLE_SESSION_NAME", "bb"), none, null, null),
        arguments("duration", pod("IRSA_SESSION_DURATION_SECONDS", "900"), none, null, null),
        arguments("region", pod("AWS_REGION", "eu-west-2"), none, null, null),
        arguments("FIPS", pod("AWS_USE_FIPS_ENDPOINT", "true"), none, null, null),
        arguments("endpoint", pod("AWS_ENDPOINT_URL", "https://a.test"), none, null, null),
        arguments("extra CA", pod("AWS_CA_BUNDLE", "/ca.pem"), none, null, null),
        arguments("policy", pod(), none.with(Setting.SESSION_POLICY, "{}"), null, null),
        arguments(
            "policy ARNs",
            pod(),
            none.withPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnly")),
            null,
            null),
        arguments("proxy", pod(), none, PROXY, null),
        arguments(
            "proxy over TLS", pod("https_proxy", "https://proxy.test:3128"), none, null, null),
        arguments("trust", pod(), none, null, SSLContext.getInstance("TLS")));
  }

  @Test
  void theKeyDependsOnTheProxysPasswordButNotOnItsOrigin() {
    Object one = resolve(pod("https_proxy", "https://a:1@proxy")).key();

    assertNotEquals(one, resolve(pod("https_proxy", "https://a:2@proxy")).key());
    assertNotEquals(one, resolve(pod("https_proxy", "https://proxy")).key());
    assertEquals(one, resolve(pod("HTTPS_PROXY", "https://a:1@proxy:443")).key());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void theKeyDependsOnEverythingThatAffectsTheRequest(
      String row,
      Environment environment,
      Overrides overrides,
      InetSocketAddress proxy,
      SSLContext context) {
    Object plain = resolve(pod()).key();
    ResolvedSettings changed = ResolvedSettings.resolve(environment, overrides, proxy, context);
    ResolvedSettings again = ResolvedSettings.resolve(environment, overrides, proxy, context);

    assertNotEquals(plain, changed.key());
    assertEquals(changed.key(), again.key());
    assertEquals(changed.key().hashCode(), again.key().hashCode());
  }
}
