package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.RELATIVE;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests to which hosts an authorization token may be sent. Names are checked when they resolve. */
final class ContainerHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.170.23/v1/credentials",
        "http://169.254.170.23:80/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
        "http://[FD00:EC2:0:0:0:0:0:23]/v1/credentials",
        "http://169.254.170.2/get",
        "http://169.254.170.2:8080/get?role=a&b=%20",
        "http://127.0.0.1:1338/",
        "http://127.255.3.4/",
        "http://[::1]:1338/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:169.254.170.23]/",
        "http://localhost:1338/creds",
        "http://LOCALHOST/creds",
        "HTTP://127.0.0.1/creds",
        "http://agent.example.test/creds",
        "http://127.0.0.1:65535/",
        "https://198.51.100.7/creds",
        "https://vault.example.test:8443/creds?role=a",
        "https://[2001:db8::1]/creds"
      })
  void isAccepted(String uri) {
    assertEquals(URI.create(uri), identity(resolve(FULL, uri, TOKEN, "a-token")).uri());
  }

  static Stream<Arguments> refused() {
    String clear = "in clear text";
    String noHost = "does not contain a host";
    return Stream.of(
        arguments("a remote address", "http://198.51.100.7/", clear),
        arguments("the metadata service", "http://169.254.169.254/latest", clear),
        arguments("a neighbor of ECS", "http://169.254.170.3/", clear),
        arguments("a neighbor of EKS", "http://169.254.170.24/", clear),
        arguments("a neighbor of EKS in IPv6", "http://[fd00:ec2::24]/", clear),
        arguments("the metadata service in IPv6", "http://[fd00:ec2::254]/", clear),
        arguments("all addresses", "http://0.0.0.0/", clear),
        arguments("all addresses in IPv6", "http://[::]/", clear),
        arguments("a private address", "http://10.0.0.1/", clear),
        arguments("a link-local address", "http://[fe80::1]/", clear),
        arguments("IPv4 in IPv6", "http://[::ffff:198.51.100.7]/", clear),
        arguments("the agent, compatible IPv6", "http://[::169.254.170.23]/", clear),
        arguments("an abbreviated loopback", "http://127.1/", noHost),
        arguments("hexadecimal", "http://0x7f.0.0.1/", noHost),
        arguments("five parts", "http://127.0.0.0.1/", noHost),
        arguments("a part beyond 255", "http://127.0.0.256/", noHost),
        arguments("a dot at the end", "http://127.0.0.1./", noHost),
        arguments("no host", "http:///creds", noHost),
        arguments("an opaque URI", "http:creds", noHost),
        arguments("a name with an underscore", "http://my_agent/", noHost),
        arguments("not ASCII", "http://\u0430gent.test/", noHost),
        arguments("other digits", "http://\u0661\u0662\u0667.0.0.1/", noHost),
        arguments("port 0", "http://127.0.0.1:0/", "a port from 1 to 65535"),
        arguments("port 65536", "http://127.0.0.1:65536/", "a port from 1 to 65535"),
        arguments("a port that is none", "http://127.0.0.1:a/", noHost),
        arguments("a fragment", "http://127.0.0.1/#a", "a fragment"),
        arguments("a backslash", "http://127.0.0.1\\@198.51.100.7/", "is not a URL"),
        arguments("a space", "http://127.0.0.1/a b", "is not a URL"),
        arguments("a line end", "http://127.0.0.1/a\r\nX: y", "is not a URL"),
        arguments("another scheme", "file:///etc/passwd", "is not an http or https URL"),
        arguments("no scheme", "169.254.170.23/v1/credentials", "is not an http or https URL"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void isRefusedWithItsOriginAndAFix(String row, String uri, String found) {
    SettingProblem problem = onlyProblem(resolve(FULL, uri, TOKEN, "a-token"));

    assertEquals(FULL, problem.name());
    assertEquals(FULL, problem.origin());
    assertTrue(problem.found().contains(found), problem::found);
    assertFalse(problem.fix().isBlank());
    assertFalse(problem.toString().contains("\n"), problem::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:pass@127.0.0.1/",
        "http://user:pass@198.51.100.7/",
        "http://127.0.0.1@198.51.100.7/pass",
        "http://169.254.170.23:pass@198.51.100.7/",
        "https://pass@vault.example.test/"
      })
  void userInformationIsRefusedAndNotShown(String uri) {
    SettingProblem problem = onlyProblem(resolve(FULL, uri, TOKEN, "a-token"));

    assertTrue(problem.found().contains("user information (not shown)"), problem::found);
    assertFalse(problem.toString().contains("pass"), problem::toString);
  }

  static Stream<Arguments> refusedPaths() {
    String path = "is not a path";
    return Stream.of(
        arguments("a host", "//198.51.100.7/creds", path),
        arguments("a host after @", "@198.51.100.7/creds", path),
        arguments("a port", ":8080/creds", path),
        arguments("no slash", "creds", path),
        arguments("a whole URI", "http://198.51.100.7/creds", path),
        arguments("a dot and a host", ".evil.example/creds", path),
        arguments("a query alone", "?a=b", path),
        arguments("a backslash", "/\\198.51.100.7/creds", path),
        arguments("a space", "/a b", path),
        arguments("a line end", "/a\r\nHost: b", path),
        arguments("a fragment", "/a#b", path));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedPaths")
  void aRelativeUriNeverChangesTheHost(String row, String relative, String found) {
    SettingProblem problem = onlyProblem(resolve(RELATIVE, relative));

    assertEquals(RELATIVE, problem.name());
    assertTrue(problem.found().contains(found), problem::found);
    assertTrue(problem.fix().contains("/v2/credentials/<id>"), problem::fix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/@198.51.100.7/a", "/:80/a", "/../../a", "/a//b", "/a@b?c=d@e", "/"})
  void aRelativeUriThatBeginsWithOneSlashStaysAtTheHost(String relative) {
    URI uri = identity(resolve(RELATIVE, relative)).uri();

    assertEquals("http://169.254.170.2" + relative, uri.toString());
    assertEquals("169.254.170.2", uri.getHost());
    assertEquals(-1, uri.getPort());
  }
}
