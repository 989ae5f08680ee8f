package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tokens for others as guides get them, with a client of SDK 2.x on its default chain in a process
 * of its own, and ours beside it. The node's role may have such tokens as well.
 */
final class OutboundTokenFaultsTest extends SdkFaults {

  private static final String AUDIENCE = "https://api.example.com/v1";

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount nodes = lab.createServiceAccount("kube-system", "node");
  private final InstanceMetadata node = startNode();
  private SdkPod pod;
  private IrsaCredentials irsa;
  private OutboundTokens ours;
  private Probe guides;

  /** A session of a role of this account plays that of the node. */
  private InstanceMetadata startNode() {
    try (IrsaCredentials ofNode =
        IrsaCredentials.builder().environment(lab.startPod(nodes).exports()).build()) {
      AccessKey key = lab.accessKeys().find(ofNode.credentials().accessKeyId()).orElseThrow();
      return InstanceMetadata.start(() -> key);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void startPod() throws Exception {
    ServiceAccount account = lab.createServiceAccount("default", "my-sa");
    lab.allowOutboundTokens(account, AUDIENCE);
    lab.allowOutboundTokens(nodes, AUDIENCE);
    pod =
        pod(Generation.V2, lab, account)
            .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint())
            .withOptions("-Dslf4j.provider=org.slf4j.jul.JULServiceProvider");
    irsa = IrsaCredentials.builder().environment(pod.pod().exports()).build();
    ours = irsa.outboundTokens(OutboundTokenRequest.audience(AUDIENCE));
    guides = pod.start();
    guides.ask("make token:" + AUDIENCE);
  }

  @AfterEach
  void close() {
    irsa.close();
    node.close();
  }

  private int exchanges() {
    return lab.requests().count(SdkPod.EXCHANGE);
  }

  private int tokenCalls() {
    return lab.requests().count("GetWebIdentityToken");
  }

  @ParameterizedTest
  @CsvSource({"Throttling, 400", "AccessDenied, 403"})
  void whereTheExchangeFailsAServiceGetsATokenOfTheNodesRoleAndNeverOneOfOurs(
      String code, int status) throws Exception {
    pod.faults().always(Fault.error(code, status, "not this time"));

    guides.send("get 1");
    assertThrows(CredentialsException.class, ours::get);
    Answer sdks = guides.answer();

    boolean isNodes = sdks.text("keys").equals(lab.roleOf(nodes).arn());
    assertStill(isNodes, Generation.V2, "a token for others, " + code, sdks.text("keys"));
    assertEquals(1, tokenCalls(), "ours did not ask for one");
    // The guard in the process of the guide's code says what to do.
    String told = guides.errors();
    assertTrue(told.contains(".outboundTokens(OutboundTokenRequest.audience(...))"), told);
  }

  @Test
  void aThousandTokensCostOneExchangeAndOneCallAndWithTheCodeOfGuidesEachItsOwn() throws Exception {
    int before = exchanges();
    Answer sdks = guides.ask("get 50");
    int exchanged = exchanges() - before;
    assertEquals(50, sdks.number("served"), sdks::toString);
    assertStill(
        exchanged == 50 && tokenCalls() == 50,
        Generation.V2,
        "50 tokens for others",
        exchanged + " exchanges",
        tokenCalls() + " token calls",
        seconds(sdks) + " at most");

    for (int i = 0; i < 1_000; i++) {
      ours.get();
    }

    assertEquals(before + exchanged + 1, exchanges());
    assertEquals(51, tokenCalls());
  }
}
