package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.internal.http.HttpProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the proxy settings of the configuration table. */
final class ProxyRuleTest {

  private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com/");

  private static FoundValues found(Map<String, String> variables, Map<String, String> properties) {
    return FoundValues.of(Environment.of(variables, properties), GivenSettings.none());
  }

  private static InetSocketAddress way(
      URI endpoint, Map<String, String> variables, Map<String, String> properties) {
    HttpProxy url = ProxyRule.of(found(variables, properties), endpoint).proxy();
    return url == null ? null : proxy(url.host(), url.port());
  }

  private static InetSocketAddress proxy(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        arguments("https_proxy", Map.of("https_proxy", "http://p:3128"), Map.of(), "p", 3128),
        arguments("HTTPS_PROXY", Map.of("HTTPS_PROXY", "http://p:3128"), Map.of(), "p", 3128),
        arguments(
            "lower case stands first",
            Map.of("https_proxy", "http://p:1", "HTTPS_PROXY", "http://q:2"),
            Map.of(),
            "p",
            1),
        arguments("without a scheme", Map.of("https_proxy", "p:3128"), Map.of(), "p", 3128),
        arguments("without a port", Map.of("https_proxy", "http://p"), Map.of(), "p", 80),
        arguments("with a slash", Map.of("https_proxy", "http://p:3128/"), Map.of(), "p", 3128),
        arguments(
            "https.proxyHost stands before the environment",
            Map.of("https_proxy", "http://q:2"),
            Map.of("https.proxyHost", "p", "https.proxyPort", "3128"),
            "p",
            3128),
        arguments(
            "https.proxyHost without a port", Map.of(), Map.of("https.proxyHost", "p"), "p", 443));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void theProxyIsUsed(
      String row,
      Map<String, String> variables,
      Map<String, String> properties,
      String host,
      int port) {
    assertEquals(proxy(host, port), way(STS, variables, properties));
  }

  static Stream<Arguments> exceptions() {
    return Stream.of(
        arguments("a star", "*", true),
        arguments("the host", "sts.eu-west-1.amazonaws.com", true),
        arguments("the host in another case", "STS.EU-west-1.AMAZONAWS.com", true),
        arguments("a parent domain", "amazonaws.com", true),
        arguments("a parent domain with a dot", ".amazonaws.com", true),
        arguments("a parent domain with a star", "*.amazonaws.com", true),
        arguments("one of several", "localhost, 10.0.0.0/8 ,amazonaws.com", true),
        arguments("one of several between spaces", "localhost amazonaws.com", true),
        arguments("the host with its port", "sts.eu-west-1.amazonaws.com:443", true),
        arguments("the host with another port", "sts.eu-west-1.amazonaws.com:8443", false),
        arguments("another host", "s3.eu-west-1.amazonaws.com", false),
        arguments("half a domain", "azonaws.com", false),
        arguments("nothing", " , ", false),
        arguments("a dot", ".", false));
  }

  @ParameterizedTest(name = "no_proxy: {0}")
  @MethodSource("exceptions")
  void noProxyNamesHostsThatAreReachedDirectly(String row, String list, boolean direct) {
    InetSocketAddress way =
        way(STS, Map.of("https_proxy", "http://p:1", "no_proxy", list), Map.of());

    assertEquals(direct, way == null);
  }

  @Test
  void theLowerCaseNoProxyTakesPrecedence() {
    Map<String, String> variables =
        Map.of("https_proxy", "http://p:1", "no_proxy", "other.test", "NO_PROXY", "*");

    assertEquals(proxy("p", 1), way(STS, variables, Map.of()));
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        arguments("https://10.1.2.3/", "10.0.0.0/8", true),
        arguments("https://11.1.2.3/", "10.0.0.0/8", false),
        arguments("https://10.1.2.3/", "10.1.2.3", true),
        arguments("https://10.1.2.3/", "10.1.2.2/31", true),
        arguments("https://10.1.2.3/", "10.1.2.4/31", false),
        arguments("https://10.1.2.3/", "0.0.0.0/0", true),
        arguments("https://10.1.2.3/", "10.0.0.0/33", false),
        arguments("https://10.1.2.3/", "10.0.0/8", false),
        arguments("https://10.1.2.3/", "10.1.2.999/8", false),
        arguments("https://[fd00:ec2::23]/", "fd00:ec2::23", true),
        arguments("https://[fd00:ec2::23]:8443/", "[fd00:ec2::23]:8443", true),
        arguments("https://sts.test/", "10.0.0.0/8", false));
  }

  @ParameterizedTest(name = "{0} and no_proxy={1}")
  @MethodSource("addresses")
  void noProxySupportsAddressesAndRanges(String endpoint, String list, boolean direct) {
    InetSocketAddress way =
        way(URI.create(endpoint), Map.of("https_proxy", "http://p:1", "no_proxy", list), Map.of());

    assertEquals(direct, way == null);
  }

  static Stream<Arguments> nonProxyHosts() {
    return Stream.of(
        arguments("*.amazonaws.com", true),
        arguments("localhost|sts.*", true),
        arguments("*west*", true),
        arguments("sts.eu-west-1.amazonaws.com", true),
        arguments("*", true),
        arguments("amazonaws.com", false),
        arguments("", false),
        arguments("localhost|127.*", false));
  }

  @ParameterizedTest(name = "http.nonProxyHosts={0}")
  @MethodSource("nonProxyHosts")
  void nonProxyHostsApplyToTheProxyOfTheProperty(String patterns, boolean direct) {
    InetSocketAddress way =
        way(
            STS,
            Map.of("no_proxy", "*"),
            Map.of("https.proxyHost", "p", "http.nonProxyHosts", patterns));

    assertEquals(direct, way == null);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"https://localhost:8443/", "https://127.0.0.1/", "https://[::1]/"})
  void loopbackIsNeverProxied(String endpoint) {
    assertNull(way(URI.create(endpoint), Map.of("https_proxy", "http://p:1"), Map.of()));
  }

  @Test
  void plainHttpDoesNotUseTheHttpsProxy() {
    assertNull(way(URI.create("http://moto.test/"), Map.of("https_proxy", "http://p:1"), Map.of()));
  }

  private static SettingProblem onlyProblem(FoundValues found) {
    ProxyRule rule = ProxyRule.of(found, STS);
    assertNull(rule.proxy());
    List<SettingProblem> problems = rule.problems();
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://a b:1, is not a URL",
    "socks5://proxy:1080, is neither an http nor an https proxy",
    "http://proxy:0, and a port from 1 to 65535",
    "http://proxy:65536, and a port from 1 to 65535",
    "http://user:s3@cr3t@proxy:3128, does not contain a host",
    "http://user:12/s3cr3t@proxy:3128, does not contain a host",
    "http://user:a@12/s3cr3t@proxy:3128, does not contain a host",
    "http://user:s3#cr3t@proxy:3128, does not contain a host",
    "http://user:s3cr3t%@proxy:3128, is not a URL",
    "http://user:s3cr3t@proxy:3128, would be sent to proxy:3128 in clear text",
    "https://user:s3cr3t@:3128, does not contain a host"
  })
  void isRejectedWithItsOriginAndAFixAndWithoutThePassword(String url, String found) {
    SettingProblem problem = onlyProblem(found(Map.of("HTTPS_PROXY", url), Map.of()));

    assertEquals("HTTPS_PROXY", problem.origin());
    assertTrue(problem.found().contains(found), problem::found);
    assertFalse(problem.fix().isBlank());
    assertFalse(problem.toString().contains("cr3t"), problem::toString);
    assertFalse(problem.toString().contains("user:s"), problem::toString);
  }

  @ParameterizedTest(name = "{0} and no_proxy={1}")
  @CsvSource({
    "https://localhost:8443/, ''",
    "https://sts.eu-west-1.amazonaws.com/, .amazonaws.com",
    "http://moto.test/, ''"
  })
  void anInvalidProxyThatWouldNotBeUsedIsIgnored(URI endpoint, String noProxy) {
    FoundValues found =
        found(
            Map.of("https_proxy", "http://user:s3cr3t@proxy:3128", "no_proxy", noProxy), Map.of());
    ProxyRule rule = ProxyRule.of(found, endpoint);

    assertNull(rule.proxy());
    assertEquals(List.of(), rule.problems());
  }

  static Stream<Arguments> passwords() {
    Map<String, String> allowed = Map.of("IRSA_ALLOW_PLAIN_PROXY_PASSWORD", "true");
    return Stream.of(
        arguments("loopback", "http://user:pass@127.0.0.1:3128", Map.of(), "user:pass"),
        arguments("localhost", "http://user:pass@localhost:3128", Map.of(), "user:pass"),
        arguments("TLS", "https://user:pass@proxy:3128", Map.of(), "user:pass"),
        arguments("allowed", "http://user:pass@proxy:3128", allowed, "user:pass"),
        arguments("allowed, no scheme", "user:pass@proxy:3128", allowed, "user:pass"),
        arguments("no password", "https://user@proxy:3128", Map.of(), "user:"),
        arguments("encoded", "https://u%40b:%2F%23+%C3%A4@proxy", Map.of(), "u@b:/#+\u00e4"),
        arguments("no user", "http://@proxy:3128", Map.of(), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passwords")
  void aPasswordIsAccepted(String row, String url, Map<String, String> more, String userInfo) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("https_proxy", url);
    ProxyRule rule = ProxyRule.of(found(variables, Map.of()), STS);
    HttpProxy proxy = rule.proxy();

    assertEquals(List.of(), rule.problems());
    assertEquals(userInfo, proxy.userInfo());
    assertEquals(url.startsWith("https"), proxy.isTls());
    assertFalse(proxy.toString().contains("user"), proxy::toString);
  }

  @Test
  void aProxyGivenInCodeTakesPrecedenceWithoutExceptions() {
    FoundValues found =
        FoundValues.of(
            Environment.of(
                Map.of("https_proxy", "nonsense://", "no_proxy", "*"),
                Map.of("https.proxyHost", "q", "http.nonProxyHosts", "*")),
            GivenSettings.none().withText(Setting.PROXY, "http://p:3128"));

    assertEquals("builder", ProxyRule.of(found, STS).proxy().origin());
    assertEquals("p", ProxyRule.of(found, URI.create("http://moto.test/")).proxy().host());
    assertNull(ProxyRule.of(found, URI.create("https://localhost/")).proxy());
  }
}
