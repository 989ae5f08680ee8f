package dev.irsa.doctor;

import static dev.irsa.doctor.PodWorldTest.assertCause;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Pod Identity agent, or something before it, says decides which cause is named. */
class AgentWordsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IRSA-09 | eks-pod-identity-token | 400 | text/plain | failed claim validations: token has invalid audience
          IRSA-12 | without Bearer | 400 | text/plain | Service account token cannot be parsed: token is malformed: could not base64 decode header: illegal base64 data at input byte 6
          IRSA-13 | the token has expired | 400 | text/plain | Service account token failed claim validations: token has invalid claims: token is expired
          IRSA-14 | no matching key | 400 | text/plain | JWT signature validation failed: cryptographic validation failed: no matching key found for kid: 5b1
          IRSA-14 | another cluster | 400 | InvalidTokenException | The token was issued by another cluster
          IRSA-15 | chrony | 403 | InvalidSignatureException | Signature expired: 2026
          POD-01 | --cluster-name | 404 | ResourceNotFoundException | No cluster found for name: demo-old.
          POD-01 | instance profile of the node | 403 | UnrecognizedClientException | The security token included in the request is invalid.
          POD-01 | instance profile of the node | 403 | ExpiredTokenException | The security token included in the request is expired
          POD-01 | A service control policy of the organization denies it | 403 | AccessDeniedException | User: arn:aws-cn:sts::111122223333:assumed-role/eks-node/i-0123456789abcdef0 is not authorized to perform: eks-auth:AssumeRoleForPodIdentity on resource: arn:aws:eks:us-east-1:111122223333:cluster/demo with an explicit deny in a service control policy
          POD-05 | Istio | 503 | text/plain | upstream connect error or disconnect/reset before headers. reset reason: connection timeout
          POD-05 | RBAC | 403 | text/plain | RBAC: access denied
          POD-05 | Exempt the agent | 200 | text/html | <html>Log in to the network</html>
          POD-05 | Exempt the agent | 403 | text/html | <html>Forbidden by policy</html>
          POD-05 | Exempt the agent | 403 | text/plain | Access Denied. Called agent through invalid address, please use either [169.254.170.23 fd00:ec2::23] address not proxy.internal
          POD-07 | interface endpoint com.amazonaws. | 500 | text/plain | []
          POD-07 | interface endpoint com.amazonaws. | 500 | text/plain | error getting credentials to cache: unable to fetch credentials from EKS Auth: operation error EKS Auth: AssumeRoleForPodIdentity, request send failed, dial tcp: lookup eks-auth.us-east-1.api.aws: no such host
          POD-07 | limits the requests | 429 | text/plain | Too Many Requests. Rate limit of the agent
          POD-07 | ServiceUnavailableException | 503 | ServiceUnavailableException | EKS Auth sent status 503
          """)
  void theyNameTheCause(String id, String said, int status, String typeOrCode, String words)
      throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    try (PodWorld world = new PodWorld(root, Kind.POD_IDENTITY)) {
      Fault fault =
          typeOrCode.contains("/")
              ? Fault.answer(status, typeOrCode, words)
              : Fault.error(typeOrCode, status, words);
      world.lab.agent().faults().on("GetCredentials").always(fault);

      assertCause(world.examine(), id, said);
    }
  }
}
