package dev.irsa.internal.adapter;

import dev.irsa.fake.SystemProperties;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of default chains in a process on a node that has a role. The SDK reads its shared
 * configuration in a folder of the test.
 */
public abstract class ChainOnANode<C> {

  @TempDir protected Path folder;

  protected final InstanceMetadata node = NodeRole.start();
  protected final SystemProperties properties = new SystemProperties();
  protected final Adapter<C> adapter;

  protected ChainOnANode(Adapter<C> adapter) throws IOException {
    this.adapter = adapter;
  }

  @BeforeEach
  void enterTheNode() throws IOException {
    adapter.beOnANode(properties, node, folder);
  }

  @AfterEach
  void leaveTheNode() {
    properties.close();
    node.close();
  }

  /** Writes {@code config} or {@code credentials} where the SDK reads it. */
  protected final void write(String file, String text) throws IOException {
    Files.writeString(adapter.file(folder, file), text);
  }
}
