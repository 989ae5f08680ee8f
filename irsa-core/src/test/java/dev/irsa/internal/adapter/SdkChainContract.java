package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the real chain in a process that is not a pod, where it is the SDK's own default chain, on
 * a node whose metadata service offers the node's role.
 */
public abstract class SdkChainContract<C> extends ChainOnANode<C> {

  protected final PodLab world = new PodLab();

  protected SdkChainContract(Adapter<C> adapter) throws IOException {
    super(adapter);
  }

  @BeforeEach
  void beNoPod() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile", "aws.region", "aws.profile");
  }

  @AfterEach
  void closeTheLab() {
    world.close();
  }

  private static String keys(String accessKeyId) {
    return "[default]\naws_access_key_id = %s\naws_secret_access_key = SECRET"
        .formatted(accessKeyId);
  }

  private void assertKey(Driven<C> chain, String expected) {
    for (Supplier<C> way : chain.ways()) {
      assertEquals(expected, adapter.accessKeyId(way.get()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "app"})
  void theProfileIsUsedAsTheSdkDoes(String profile) throws Exception {
    write("credentials", keys("AKIA1").replace("default", profile));
    if (!profile.equals("default")) {
      properties.set("aws.profile", profile);
    }

    try (Driven<C> chain = adapter.chain()) {
      assertKey(chain, "AKIA1");
    }
    assertEquals(0, node.requests());
  }

  @Test
  void afterCloseTheProfileIsReadAgain() throws Exception {
    write("credentials", keys("AKIA1"));
    try (Driven<C> chain = adapter.chain()) {
      chain.credentials();
      chain.close();
      write("credentials", keys("AKIA2"));

      assertKey(chain, "AKIA2");
    }
  }

  @Test
  void aRejectionOfTheNodesKeysIsIgnored() {
    try (Driven<C> chain = adapter.chain()) {
      assertKey(chain, NodeRole.KEY);

      chain.invalidate(NodeRole.KEY);

      assertKey(chain, NodeRole.KEY);
    }
  }

  /** As after the restore of a frozen process in a pod. */
  @Test
  void afterAllIsDiscardedInAPodTheProfileIsLeft() throws Exception {
    write("credentials", keys("AKIA1"));
    try (Driven<C> chain = adapter.chain()) {
      assertKey(chain, "AKIA1");
      properties.set("aws.roleArn", world.roleArn());
      IrsaCredentials.discardAll();

      for (Supplier<C> way : chain.ways()) {
        var thrown = assertThrows(adapter.exceptionType(), way::get);
        assertTrue(thrown.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"));
      }
    }
  }
}
