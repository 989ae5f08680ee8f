package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.documents.Page;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Migrates an application that uses each of the SDKs' providers, by the command of the README. */
@Tag("release")
@ExtendWith(IrsaLabExtension.class)
class MigrationTest {

  private static final Path APPLICATION =
      PublishedModule.ROOT.resolve("integration-tests/src/test/migration");

  @Test
  @Timeout(300)
  void oneCommandGivesAnApplicationThePodsRole(
      IrsaLab lab, PodEnvironment pod, @TempDir Path folder) throws Exception {
    OutsideProject application = new OutsideProject(folder);
    application.install();
    application.copy(APPLICATION);

    application.maven(command());

    assertStaysWithAComment(application.source("src/main/java/com/example/Cart.java"));
    assertTrue(application.source("pom.xml").contains("<artifactId>irsa-sdk-v2</artifactId>"));
    assertTrue(
        application.source("pom.xml").contains("<artifactId>irsa-sdk-v1-bridge</artifactId>"));
    String said = application.run(application.compile(), pod.exports());
    assertEquals(
        List.of(
            "dev.irsa.sdk.v2.IrsaCredentialsProviderChain: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProviderChain: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProvider: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProvider: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProvider: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProvider: 0",
            "dev.irsa.sdk.v2.IrsaCredentialsProvider: 0",
            "dev.irsa.sdk.v1.IrsaCredentialsProviderChain: credentials",
            "dev.irsa.sdk.v1.IrsaCredentialsProvider: credentials",
            "dev.irsa.sdk.v1.IrsaCredentialsProvider: credentials",
            "dev.irsa.sdk.v1.IrsaCredentialsProviderChain: credentials"),
        said.lines().filter(line -> line.startsWith("dev.irsa.")).toList());
    assertEquals(4, lab.requests().count("AssumeRoleWithWebIdentity"));
  }

  private static void assertStaysWithAComment(String source) {
    int comment =
        source.indexOf(
            "// TODO irsa: WebIdentityTokenFileCredentialsProvider stays, because its option"
                + " prefetchTime has no counterpart.");
    int stays = source.indexOf("return WebIdentityTokenFileCredentialsProvider.builder()");
    assertTrue(comment > 0 && comment < stays, source);
    assertFalse(source.contains("DefaultCredentialsProvider"), source);
  }

  /** Returns the arguments of Maven that the module's README shows. */
  private static String[] command() {
    return Page.of("integrations/irsa-rewrite/README.md").blocks().stream()
        .filter(block -> block.language().equals("sh"))
        .findFirst()
        .orElseThrow()
        .code()
        .replace("./mvnw ", "")
        .replaceAll("\\\\\n", " ")
        .strip()
        .split("\\s+");
  }
}
