package dev.irsa.sdk.v1;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SDKGlobalTime;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.HashMap;
import java.util.Map;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/** A pod in a lab, and the SDK's own clients in it. */
final class PodLab implements AutoCloseable {

  final IrsaLab lab = IrsaLab.start();
  final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  final PodEnvironment pod = lab.startPod(account);

  PodLab() {
    // The SDK keeps for the whole process what another test's answers told it of the time.
    SDKGlobalTime.setGlobalTimeOffset(0);
  }

  /** What the pod's processes find, and where the lab is, without TLS. */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
    return variables;
  }

  IrsaCredentialsProvider provider() {
    return IrsaCredentialsProvider.builder()
        .configure(core -> core.environment(environment()))
        .build();
  }

  AWSSecurityTokenService client(AWSCredentialsProvider provider) {
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withEndpointConfiguration(
            new EndpointConfiguration(pod.plainStsEndpoint().toString(), lab.region()))
        .withCredentials(provider)
        .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
        .build();
  }

  /** A client that knows nothing of the lab but its proxy and its certificate authority. */
  AWSSecurityTokenService clientBehindProxy(AWSCredentialsProvider provider) {
    ClientConfiguration configuration =
        new ClientConfiguration()
            .withProxyHost(lab.proxy().address().getHostString())
            .withProxyPort(lab.proxy().address().getPort());
    configuration
        .getApacheHttpClientConfig()
        .setSslSocketFactory(new SSLConnectionSocketFactory(lab.sslContext()));
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withRegion(lab.region())
        .withCredentials(provider)
        .withClientConfiguration(configuration)
        .build();
  }

  static String arnOf(AWSSecurityTokenService client) {
    return client.getCallerIdentity(new GetCallerIdentityRequest()).getArn();
  }

  int exchanges() {
    return lab.requests().count("AssumeRoleWithWebIdentity");
  }

  String podArn() {
    return lab.roleOf(account).sessionArn("irsa-" + pod.name());
  }

  @Override
  public void close() {
    lab.close();
  }
}
