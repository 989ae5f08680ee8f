package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Follows the README in a project outside of this one, with the artifacts that are published. */
@Tag("release")
@ExtendWith(IrsaLabExtension.class)
class OutsideProjectTest {

  private static final Pattern SDK = Pattern.compile("software/amazon/awssdk/[^/]+/([^/]+)/");

  @Test
  @Timeout(300)
  void theReadmeLeadsToAProgramThatUsesThePodsRole(
      IrsaLab lab, PodEnvironment pod, @TempDir Path folder) throws Exception {
    OutsideProject project = new OutsideProject(folder);
    project.write();

    String classPath = project.compile();

    assertFalse(classPath.contains("aws-java-sdk"), classPath);
    String said = project.run(classPath, pod.exports());
    assertTrue(said.contains("buckets: "), said);
    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
  }

  /** aws-msk-iam-auth wants another SDK than irsa-sdk-v2, and an slf4j that loses our lines. */
  @Test
  @Timeout(300)
  void aKafkaClientGetsOneVersionOfTheSdkAndTheNewerSlf4j(@TempDir Path folder) throws Exception {
    OutsideProject project = new OutsideProject(folder);
    project.write(
        """
        <dependencies>
          <dependency>
            <groupId>dev.irsa</groupId>
            <artifactId>irsa-msk</artifactId>
            <version>%s</version>
          </dependency>
        </dependencies>
        """
            .formatted(PublishedModule.VERSION));

    String classPath = project.compile();

    assertEquals(1, SDK.matcher(classPath).results().map(jar -> jar.group(1)).distinct().count());
    assertTrue(classPath.contains("slf4j-api-2."), classPath);
  }
}
