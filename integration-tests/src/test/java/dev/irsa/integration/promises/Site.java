package dev.irsa.integration.promises;

import dev.irsa.internal.adapter.NodeMetadata;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where a history plays: a lab, a node that has a role of its own, and the pod's files. */
final class Site implements AutoCloseable {

  static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  private static final String OF_AGENT = "AssumeRoleForPodIdentity";
  static final String CHAINING = "AssumeRole";
  static final String OF_PROFILE = "of-the-profile";

  final IrsaLab lab = IrsaLab.start();
  final NodeMetadata node;
  private final ServiceAccount account = lab.createServiceAccount("default", "my-sa");
  private final PodEnvironment pod = lab.startPod(account);
  private final ServiceAccount associated =
      lab.createPodIdentityServiceAccount("default", "associated");
  private final PodEnvironment podOfAgent = lab.startPod(associated);
  private final Path folder;
  private final Path pipe;

  Site() {
    try {
      node = new NodeMetadata();
      folder = Files.createTempDirectory("promises");
      pipe = folder.resolve("pipe");
      if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
        throw new IllegalStateException("mkfifo failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a role that the pod can have by its token, known to nobody. */
  Identity identity(String name, UserExecutor executor) {
    Role role =
        lab.iam()
            .createRole(name, lab.roleOf(account).trustPolicy(), Duration.ofHours(1), List.of());
    return new Identity(
        name,
        role.arn(),
        role.sessionArn("profile".equals(name) ? OF_PROFILE : "irsa-" + pod.name()),
        environment(role.arn(), pod.tokenFile()),
        executor,
        this::exchanges);
  }

  /** Makes one whose token file {@link #swapIn} can replace. */
  Identity swappable(String name) {
    Identity plain = identity(name, null);
    lead(pod.tokenFile());
    Map<String, String> environment = environment(plain.roleArn, token());
    return new Identity(name, plain.roleArn, plain.sessionArn, environment, null, this::exchanges);
  }

  /** Makes the identity of a pod whose credentials come from the agent of EKS Pod Identity. */
  Identity ofAgent(String name) {
    Role role = lab.roleOf(associated);
    Map<String, String> variables = inCluster(podOfAgent);
    return new Identity(
        name, role.arn(), role.sessionArn("eks-") + Identity.ANY, variables, null, this::requests);
  }

  private Map<String, String> environment(String roleArn, Path tokenFile) {
    Map<String, String> variables = inCluster(pod);
    variables.put("AWS_ROLE_ARN", roleArn);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString());
    return variables;
  }

  private Map<String, String> inCluster(PodEnvironment of) {
    Map<String, String> variables = new HashMap<>(of.variables());
    variables.put("AWS_ENDPOINT_URL_STS", endpoint());
    // Common in clusters, and never used on the way to loopback.
    variables.put("https_proxy", "http://user:password@proxy.example:3128");
    return variables;
  }

  /** Makes a role that others assume by means of that identity's. */
  Role chained(String name, Identity by) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"}}]}"""
            .formatted(by.roleArn);
    return lab.iam().createRole(name, TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  String sessionArn(Role role) {
    return role.sessionArn("irsa-" + pod.name());
  }

  String endpoint() {
    return pod.plainStsEndpoint().toString();
  }

  Faults faults() {
    return lab.sts().faults().on(EXCHANGE);
  }

  Faults faultsOfAgent() {
    return lab.agent().faults();
  }

  private List<RequestRecord> requests() {
    return lab.agent().requests().all();
  }

  List<RequestRecord> exchanges() {
    return lab.requests().of(EXCHANGE);
  }

  /** Returns whose key that is. */
  String ownerOf(String key) {
    return Stream.concat(exchanges().stream(), lab.requests().of(OF_AGENT).stream())
        .filter(record -> key.equals(record.accessKeyId()))
        .map(RequestRecord::callerArn)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("an unknown key");
  }

  /** The system properties of a process whose profile is that identity's. */
  ProcessProperties profile(Identity of) {
    try {
      Path config = Files.createDirectories(folder.resolve(".aws")).resolve("config");
      Files.writeString(
          config,
          """
          [profile app]
          role_arn = %s
          web_identity_token_file = %s
          role_session_name = %s
          region = %s
          """
              .formatted(of.roleArn, pod.tokenFile(), OF_PROFILE, lab.region()));
      return new ProcessProperties(
          Map.of(
              "aws.profile", "app",
              "aws.configFile", config.toString(),
              "aws.sharedCredentialsFile", "/dev/null",
              "user.home", folder.toString(),
              "aws.endpointUrlSts", endpoint(),
              "aws.ec2MetadataServiceEndpoint", node.endpoint(),
              "com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path token() {
    return folder.resolve("token");
  }

  /** Has a pipe take the token file's place. */
  void swapIn() {
    lead(pipe);
  }

  /** Has the token file stand at its place again. */
  void lead() {
    lead(pod.tokenFile());
  }

  /** Lets those go who read the pipe, for the end of a history that has failed. */
  void freeReaders() {
    try {
      FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lead(Path target) {
    Path link = folder.resolve("link");
    try {
      Files.createSymbolicLink(link, target);
      Files.move(
          link, token(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    pod.close();
    podOfAgent.close();
    lab.close();
    for (String file : List.of(".aws/config", ".aws", "token", "pipe", "")) {
      boolean unused = folder.resolve(file).toFile().delete();
    }
  }
}
