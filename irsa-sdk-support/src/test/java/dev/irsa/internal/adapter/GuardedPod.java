package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.SystemProperties;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process in a pod of a lab: its identity is configured for the whole process, by properties, and
 * the log of this library is read.
 */
public final class GuardedPod implements AutoCloseable {

  /** The mark of a report in the log. */
  private static final String REPORT = "dev.irsa Another identity";

  private static final Logger LOG = Logger.getLogger("dev.irsa");

  public final PodLab world;
  private final SystemProperties properties = new SystemProperties();
  private final CapturedLogs logs = CapturedLogs.open();
  private final List<InstanceMetadata> nodes = new ArrayList<>();

  public GuardedPod(String... policyNames) {
    this.world = new PodLab(policyNames);
    // The HTTP clients of the SDKs log each byte that they send.
    Logger.getLogger("").setLevel(Level.INFO);
    LOG.setLevel(Level.ALL);
    var variables = world.environment();
    set("aws.roleArn", variables.get("AWS_ROLE_ARN"));
    set("aws.webIdentityTokenFile", variables.get("AWS_WEB_IDENTITY_TOKEN_FILE"));
    set("aws.region", variables.get("AWS_REGION"));
    set("aws.endpointUrlSts", variables.get("AWS_ENDPOINT_URL_STS"));
    // Stands for AWS's own. No SDK knows a service of this name, so clients are not changed.
    set("aws.endpointUrlLab", world.pod.plainS3Endpoint().toString());
  }

  /** Sets a property of the process, which is read again. */
  public void set(String property, String value) {
    properties.set(property, value);
    IrsaCredentials.discardAll();
  }

  /** Puts the pod on a node with a role, which the chains of an SDK find behind everything else. */
  public InstanceMetadata standOnANode() throws IOException {
    InstanceMetadata node = NodeRole.start();
    nodes.add(node);
    set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    set("aws.configFile", "/dev/null");
    set("aws.sharedCredentialsFile", "/dev/null");
    return node;
  }

  /** Returns to a process without an identity. */
  public void leave() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
    IrsaCredentials.discardAll();
  }

  /** Returns the reports in the log. */
  public List<String> reports() {
    return lines(REPORT);
  }

  public List<String> lines(String beginning) {
    return logs.lines().stream().filter(line -> line.startsWith(beginning)).toList();
  }

  /** Returns all lines of this library. */
  public List<String> ours() {
    return lines("dev.irsa");
  }

  @Override
  public void close() {
    LOG.setLevel(null);
    logs.close();
    properties.close();
    IrsaCredentials.discardAll();
    world.close();
    nodes.forEach(InstanceMetadata::close);
  }
}
