package dev.irsa.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.IdentitySource;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleAndIssuerTest {

  private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com/");

  private static RoleAndIssuer inContainer(String uri) {
    return new RoleAndIssuer(IdentitySource.CONTAINER, null, URI.create(uri));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a role, arn:aws:iam::123456789012:role/app, 123456789012",
    "a path, arn:aws-cn:iam::123456789012:role/shop/app, 123456789012",
    "a colon in what follows, arn:aws:iam::123456789012:role:app, 123456789012",
    "no account, arn:aws:iam:eu:, arn:aws:iam:eu:",
    "not an ARN, app, app"
  })
  void throttlingIsTrackedByTheAccountOfTheRole(String sentence, String roleArn, String account) {
    assertEquals(account, RoleAndIssuer.ofRole(roleArn, STS).account());
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.170.23/v1/credentials, the EKS Pod Identity agent",
    "http://[fd00:ec2::23]/v1/credentials, the EKS Pod Identity agent",
    "http://169.254.170.2/v2/credentials/1234, the container credentials endpoint"
  })
  void theIssuerIsNamedByItsUri(String uri, String issuer) {
    assertEquals(issuer, inContainer(uri).issuer());
    assertEquals(issuer + " at " + uri, inContainer(uri).issuerAt());
    assertEquals("T" + issuer.substring(1) + " at " + uri, inContainer(uri).issuerAtFirst());
  }

  @Test
  void aRoleThatOnlyTheIssuerKnowsIsCalledTheContainers() {
    assertEquals("the container's role", inContainer("http://127.0.0.1/v1/credentials").role());
    assertEquals("", inContainer("http://127.0.0.1/v1/credentials").account());
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.170.23/v1/credentials, http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/v1/credentials?key=SECRET, http://[fd00:ec2::23]/v1/credentials",
    "http://169.254.170.2/v2/credentials/SECRET, http://169.254.170.2/***",
    "https://example.com/keys?key=SECRET, https://example.com/***",
    "https://example.com:8443/SECRET/credentials, https://example.com:8443/***"
  })
  void aUriIsShownWithoutWhatMayBeSecretInIt(String uri, String shown) {
    ContainerIdentity identity = new ContainerIdentity(URI.create(uri), null, null);

    assertEquals(URI.create(shown), RoleAndIssuer.of(identity).endpoint());
    assertEquals("ContainerIdentity[" + shown + ", null, null]", identity.toString());
  }
}
