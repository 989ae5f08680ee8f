package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.AGENT;
import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.Variables;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests which configurations share a session, where that follows from several settings. {@link
 * SettingTest} has the single settings.
 */
final class ConfigurationEqualityTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final RoleRequest DATA = RoleRequest.of("arn:aws:iam::111122223333:role/data");
  private static final Map<String, String> POD =
      Map.of(
          "AWS_ROLE_ARN", ROLE,
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
          "AWS_REGION", "eu-west-1",
          "HOSTNAME", "cart-0");

  private static Configuration pod(String... changes) {
    return resolve(Given.none(), Map.of(), Variables.changed(POD, changes));
  }

  private static Configuration container(String... variables) {
    return resolve(Given.none(), Map.of(), Variables.of(variables));
  }

  private static Configuration resolve(
      Given given, Map<String, String> properties, Map<String, String> variables) {
    return Configuration.resolve(Environment.of(variables, properties), given).valid();
  }

  private static Configuration view(Configuration handle, RoleRequest request, boolean isChained) {
    return handle.with(Given.of(request, isChained)).valid();
  }

  /** Returns configurations each of which needs a session of its own. */
  private static List<Configuration> different() {
    InetSocketAddress proxy = InetSocketAddress.createUnresolved("proxy.test", 3128);
    Value<?> inCode = new Value<>(proxy, Given.BUILDER);
    List<Configuration> all = new ArrayList<>();
    all.add(pod());
    all.add(pod("AWS_REGION", "us-east-1"));
    all.add(pod("AWS_REGION", "us-east-1", "AWS_USE_FIPS_ENDPOINT", "true"));
    all.add(pod("AWS_USE_DUALSTACK_ENDPOINT", "true"));
    all.add(pod("AWS_STS_REGIONAL_ENDPOINTS", "legacy"));
    all.add(pod("AWS_ENDPOINT_URL", "https://a.test"));
    all.add(pod("https_proxy", "http://proxy:3128"));
    all.add(pod("https_proxy", "https://proxy:3128"));
    all.add(pod("https_proxy", "https://a:1@proxy:3128"));
    all.add(pod("https_proxy", "https://a:2@proxy:3128"));
    all.add(resolve(Given.none().with(Setting.PROXY, inCode), Map.of(), POD));
    RoleRequest restricted = RoleRequest.of(ROLE).withSessionPolicy("{}");
    all.add(view(pod(), restricted, false));
    all.add(view(pod(), DATA, false));
    all.add(view(pod(), DATA.withSessionPolicy("{}"), false));
    all.add(view(pod(), DATA.withSessionPolicy("{ }"), false));
    Configuration chained = view(pod(), DATA, true);
    all.add(chained);
    all.add(view(chained, DATA, true));
    all.add(view(view(pod(), restricted, false), DATA, true));
    all.add(container(FULL, AGENT, TOKEN_FILE, "/token"));
    all.add(container(FULL, AGENT + "?b", TOKEN_FILE, "/token"));
    all.add(container(FULL, AGENT, TOKEN, "/token"));
    return all;
  }

  @Test
  void whateverAffectsARequestMakesASessionOfItsOwn() {
    List<Configuration> all = different();
    List<Configuration> again = different();

    for (int one = 0; one < all.size(); one++) {
      for (int other = 0; other < one; other++) {
        assertNotEquals(all.get(one), all.get(other), one + " and " + other);
      }
      assertEquals(all.get(one), again.get(one), "" + one);
      assertEquals(all.get(one).hashCode(), again.get(one).hashCode());
    }
  }

  static Stream<Arguments> equal() {
    String own = "AWS_ENDPOINT_URL_STS";
    String url = "https://sts.example.test/";
    String proxy = "http://proxy:3128";
    Map<String, String> properties = Map.of("https.proxyHost", "proxy", "https.proxyPort", "3128");
    Given token = Given.none().withText(Setting.CONTAINER_AUTHORIZATION_TOKEN, "a-token");
    return Stream.of(
        arguments(
            "a proxy by property or variable",
            resolve(Given.none(), properties, POD),
            pod("https_proxy", proxy)),
        arguments(
            "a proxy with and without its port",
            pod("https_proxy", "https://a:1@proxy"),
            pod("HTTPS_PROXY", "https://a:1@proxy:443")),
        arguments(
            "a region without legacy endpoint",
            pod("AWS_REGION", "me-south-1"),
            pod("AWS_REGION", "me-south-1", "AWS_STS_REGIONAL_ENDPOINTS", "legacy")),
        arguments(
            "FIPS, which does not affect an override",
            pod(own, url),
            pod(own, url, "AWS_USE_FIPS_ENDPOINT", "true")),
        arguments(
            "dual stack, which does not affect an override",
            pod(own, url),
            pod(own, url, "AWS_USE_DUALSTACK_ENDPOINT", "true")),
        arguments(
            "a token of the code or the environment",
            container(FULL, AGENT, TOKEN, "a-token"),
            resolve(token, Map.of(), Map.of(FULL, AGENT))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("equal")
  void equalRequestsShareASessionHoweverTheyWereConfigured(
      String row, Configuration one, Configuration other) {
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }
}
