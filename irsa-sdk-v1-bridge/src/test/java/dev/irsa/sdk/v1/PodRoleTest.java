package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SDKGlobalTime;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.internal.adapter.PodRoleContract;
import java.util.HashMap;
import java.util.Map;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.junit.jupiter.api.Test;

/** Runs also with an older SDK. */
class PodRoleTest extends PodRoleContract<AWSCredentials> {

  PodRoleTest() {
    super(new V1Adapter());
  }

  @Test
  void aClientOfTheDefaultEndpointActsAsThePodsRoleWithARegionalExchange() {
    Map<String, String> variables = new HashMap<>(world.pod.variables());
    variables.put("AWS_CA_BUNDLE", world.pod.caBundle().toString());
    try (IrsaCredentialsProvider behindProxy =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(variables).proxy(world.lab.proxy().address()))
            .build()) {

      String arn = callerArnThroughTheProxy(behindProxy);

      assertEquals(world.podArn(), arn);
      assertTrue(
          world.lab.proxy().requests().stream()
              .allMatch(request -> request.host().equals("sts.ap-northeast-2.amazonaws.com")));
      assertEquals(2, world.lab.proxy().requests().size());
    }
  }

  /** The client knows only the proxy and the certificate authority of the lab. */
  private String callerArnThroughTheProxy(IrsaCredentialsProvider behindProxy) {
    SDKGlobalTime.setGlobalTimeOffset(0);
    ClientConfiguration configuration =
        new ClientConfiguration()
            .withProxyHost(world.lab.proxy().address().getHostString())
            .withProxyPort(world.lab.proxy().address().getPort());
    configuration
        .getApacheHttpClientConfig()
        .setSslSocketFactory(new SSLConnectionSocketFactory(world.lab.sslContext()));
    return AWSSecurityTokenServiceClientBuilder.standard()
        .withRegion(world.lab.region())
        .withCredentials(behindProxy)
        .withClientConfiguration(configuration)
        .build()
        .getCallerIdentity(new GetCallerIdentityRequest())
        .getArn();
  }
}
