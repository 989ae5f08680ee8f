package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.management.ThreadMXBean;
import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests tokens for others against the lab, as a service that accepts them verifies them. */
class OutboundTokensTest {

  private static final String AUDIENCE = "https://api.example.com/v1";
  private static final OutboundTokenRequest REQUEST = OutboundTokenRequest.audience(AUDIENCE);

  /** The ways to a provider. */
  enum Way {
    CORE,
    V1,
    V2;

    OutboundTokens tokens(
        Consumer<IrsaCredentials.Builder> settings,
        OutboundTokenRequest request,
        List<AutoCloseable> opened) {
      return switch (this) {
        case CORE -> {
          IrsaCredentials.Builder builder = IrsaCredentials.builder();
          settings.accept(builder);
          IrsaCredentials irsa = builder.build();
          opened.add(irsa);
          yield irsa.outboundTokens(request);
        }
        case V1 -> {
          var provider =
              dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().configure(settings).build();
          opened.add(provider);
          yield provider.outboundTokens(request);
        }
        case V2 -> {
          var provider =
              dev.irsa.sdk.v2.IrsaCredentialsProvider.builder().configure(settings).build();
          opened.add(provider);
          yield provider.outboundTokens(request);
        }
      };
    }
  }

  private final IrsaLab lab = IrsaLab.start();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    lab.close();
  }

  private OutboundTokens tokens(Way way, PodEnvironment pod) {
    return way.tokens(core -> core.environment(pod.exports()), REQUEST, opened);
  }

  /** Returns a pod with IRSA that may have tokens for the audience. */
  private PodEnvironment pod() {
    ServiceAccount account = lab.createServiceAccount("default", "cart");
    lab.allowOutboundTokens(account, AUDIENCE);
    return lab.startPod(account);
  }

  /** Verifies a token as a service does that knows the account's issuer. */
  private JWTClaimsSet verified(String token) throws Exception {
    URI keys = URI.create(lab.oidc().plainUri() + "/.well-known/jwks.json");
    SignedJWT jwt = SignedJWT.parse(token);
    var key = JWKSet.load(keys.toURL()).getKeyByKeyId(jwt.getHeader().getKeyID());
    assertTrue(jwt.verify(new RSASSAVerifier(key.toRSAKey())));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertEquals(
        lab.iam().outboundWebIdentityIssuer().orElseThrow().toString(), claims.getIssuer());
    assertEquals(List.of(AUDIENCE), claims.getAudience());
    return claims;
  }

  @ParameterizedTest
  @EnumSource
  void aServiceAcceptsTheTokenOfThePodsRole(Way way) throws Exception {
    PodEnvironment pod = pod();
    OutboundTokens tokens = tokens(way, pod);

    for (int i = 0; i < 200; i++) {
      assertEquals(pod.variables().get("AWS_ROLE_ARN"), verifiedOnce(tokens, i).getSubject());
    }

    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
    assertEquals(1, lab.requests().count("GetWebIdentityToken"));
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatIsServedAllocatesNothing(Way way) {
    OutboundTokens tokens = tokens(way, pod());
    int length = 0;
    for (int i = 0; i < 2_000; i++) {
      length += tokens.get().length();
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      length += tokens.get().length();
    }

    assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
    assertTrue(length > 0);
  }

  private JWTClaimsSet verifiedOnce(OutboundTokens tokens, int call) throws Exception {
    String token = tokens.get();
    return call == 0 ? verified(token) : SignedJWT.parse(token).getJWTClaimsSet();
  }

  @Test
  void allProvidersOfAProcessShareAToken() {
    PodEnvironment pod = pod();

    assertEquals(tokens(Way.V2, pod).get(), tokens(Way.CORE, pod).get());
    assertEquals(tokens(Way.V2, pod).get(), tokens(Way.V1, pod).get());

    assertEquals(1, lab.requests().count("GetWebIdentityToken"));
  }

  @ParameterizedTest
  @EnumSource
  void aPodWithPodIdentityHasTokensToo(Way way) throws Exception {
    ServiceAccount account = lab.apply(ServiceAccount.of("default", "cart"));
    String role = lab.associate(account).roleArn();
    lab.allowOutboundTokens(account, AUDIENCE);

    String token = tokens(way, lab.startPod(account)).get();

    assertEquals(role, verified(token).getSubject());
  }

  /** The agent is beside the pod; STS, which signs the token, is beyond the proxy. */
  @Test
  void withPodIdentityStsIsReachedThroughThePodsProxy() {
    ServiceAccount account = lab.apply(ServiceAccount.of("default", "cart"));
    lab.associate(account);
    lab.allowOutboundTokens(account, AUDIENCE);
    Map<String, String> variables = new HashMap<>(lab.startPod(account).exports());
    variables.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL"));
    variables.put("HTTPS_PROXY", lab.proxy().uri().toString());

    OutboundTokens tokens = Way.CORE.tokens(core -> core.environment(variables), REQUEST, opened);

    assertTrue(tokens.get().length() > 0);
    assertEquals(1, lab.requests().count("GetWebIdentityToken"));
  }

  @Test
  void thePageShowsABearerTokenThatAServiceAccepts() throws Exception {
    IrsaCredentials irsa = IrsaCredentials.builder().environment(pod().exports()).build();
    opened.add(irsa);

    String authorization = ExamplesWithoutSdk.outboundToken(irsa);

    assertTrue(authorization.startsWith("Bearer "));
    var claims = verified(authorization.substring("Bearer ".length()));
    assertEquals(
        Duration.ofMinutes(10),
        Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
  }
}
