package dev.irsa.sdk.v2;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.iam.TrustPolicy;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** A pod in a lab, and the SDK's own clients in it. */
final class PodLab implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  static final String CHAINING = "AssumeRole";

  final IrsaLab lab = IrsaLab.start();
  final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  final PodEnvironment pod = lab.startPod(account);

  PodLab() {
    // The SDK keeps for the whole process what another test's answers told it of the time.
    SdkGlobalTime.setGlobalTimeOffset(0);
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

  StsClient client(AwsCredentialsProvider provider, ExecutionInterceptor... interceptors) {
    return StsClient.builder()
        .region(Region.of(lab.region()))
        .endpointOverride(pod.plainStsEndpoint())
        .credentialsProvider(provider)
        .overrideConfiguration(c -> List.of(interceptors).forEach(c::addExecutionInterceptor))
        .build();
  }

  int exchanges() {
    return lab.requests().count(EXCHANGE);
  }

  String podArn() {
    return lab.roleOf(account).sessionArn("irsa-" + pod.name());
  }

  /** Creates a role that the pod's role may assume. */
  Role roleTrustingThePod(String name) {
    return role(name, lab.roleOf(account).arn());
  }

  Role role(String name, String trustedArn) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"}}]}"""
            .formatted(trustedArn);
    return lab.iam().createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  @Override
  public void close() {
    lab.close();
  }
}
