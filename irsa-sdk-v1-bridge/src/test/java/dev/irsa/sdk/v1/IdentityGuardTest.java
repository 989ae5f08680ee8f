package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.model.AssumeRoleWithWebIdentityRequest;
import com.amazonaws.services.securitytoken.model.Credentials;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.adapter.GuardContract;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IdentityGuardTest extends GuardContract<AWSCredentialsProvider> {

  private AWSSecurityTokenService sts(AWSCredentialsProvider provider) {
    return V1Adapter.sts(provider, pod.world, pod.world.pod.plainStsEndpoint());
  }

  @Override
  protected Runnable client(AWSCredentialsProvider provider, URI endpoint) {
    AWSSecurityTokenService client = V1Adapter.sts(provider, pod.world, endpoint);
    return () -> {
      var unused = client.getCallerIdentity(new GetCallerIdentityRequest());
    };
  }

  @Override
  protected AWSCredentialsProvider provider(Supplier<Keys> keys) {
    return new AWSCredentialsProvider() {
      @Override
      public AWSCredentials getCredentials() {
        Keys now = keys.get();
        return now.token() == null
            ? new BasicAWSCredentials(now.accessKeyId(), now.secret())
            : new BasicSessionCredentials(now.accessKeyId(), now.secret(), now.token());
      }

      @Override
      public void refresh() {}
    };
  }

  @Override
  protected Keys keys(AWSCredentialsProvider provider) {
    var session = (AWSSessionCredentials) provider.getCredentials();
    return new Keys(
        session.getAWSAccessKeyId(), session.getAWSSecretKey(), session.getSessionToken());
  }

  @Override
  protected AWSCredentialsProvider ours() {
    return new IrsaCredentialsProvider();
  }

  @Override
  protected AWSCredentialsProvider ourChain() {
    return IrsaCredentialsProviderChain.getInstance();
  }

  @Override
  protected AWSCredentialsProvider ourChainedRole(String roleArn) {
    return new IrsaCredentialsProvider().chainedRole(roleArn);
  }

  @Override
  protected AWSCredentialsProvider assumed(AWSCredentialsProvider signer, String roleArn) {
    return new STSAssumeRoleSessionCredentialsProvider.Builder(roleArn, "own")
        .withStsClient(sts(signer))
        .build();
  }

  @Override
  protected Keys exchanged(String roleArn, String token) {
    Credentials issued =
        sts(new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()))
            .assumeRoleWithWebIdentity(
                new AssumeRoleWithWebIdentityRequest()
                    .withRoleArn(roleArn)
                    .withRoleSessionName("sdk")
                    .withWebIdentityToken(token))
            .getCredentials();
    return new Keys(issued.getAccessKeyId(), issued.getSecretAccessKey(), issued.getSessionToken());
  }

  @Override
  protected Class<? extends RuntimeException> exceptionType() {
    return IrsaCredentialsException.class;
  }

  @Override
  protected long foreignCalls() {
    return IrsaCredentialsProvider.foreignCalls();
  }

  @Override
  protected long callsToOtherServers() {
    return IrsaCredentialsProvider.callsToOtherServers();
  }

  @Override
  protected List<IrsaEvent.ForeignIdentity> foreignIdentities() {
    return IrsaCredentialsProvider.foreignIdentities();
  }

  /** Whatever the provider had when the SDK asked it first. */
  @Test
  void whatAServiceHandsOutIsOfWhoeverSignedTheRequest() {
    Role node = pod.world.roleTrustingThePod("node");
    Role partner = pod.world.role("partner", node.arn());
    AccessKey ofNode =
        pod.world
            .lab
            .accessKeys()
            .issueSession(node, "i-0", pod.world.lab.time().clock().instant().plusSeconds(3600));
    Keys keys = new Keys(ofNode.accessKeyId(), ofNode.secretAccessKey(), ofNode.sessionToken());
    List<Keys> first = new ArrayList<>(List.of(keys(ours())));

    client(
            assumed(provider(() -> first.isEmpty() ? keys : first.remove(0)), partner.arn()),
            pod.world.pod.plainStsEndpoint())
        .run();

    String derived = "GetCallerIdentity is signed by " + partner.arn() + " (AssumeRole)";
    assertTrue(pod.reports().toString().contains(derived), pod.reports()::toString);
  }
}
