package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Follows the README in a project outside of this one, with the artifacts that are published. */
@Tag("release")
@ExtendWith(IrsaLabExtension.class)
class OutsideProjectTest {

  @Test
  @Timeout(300)
  void theReadmeLeadsToAProgramThatUsesThePodsRole(
      IrsaLab lab, PodEnvironment pod, @TempDir Path folder) throws Exception {
    OutsideProject project = new OutsideProject(folder);
    project.install();
    project.write();

    String classPath = project.compile();

    assertFalse(classPath.contains("aws-java-sdk"), classPath);
    String said = project.run(classPath, pod.exports());
    assertTrue(said.contains("buckets: "), said);
    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
  }
}
