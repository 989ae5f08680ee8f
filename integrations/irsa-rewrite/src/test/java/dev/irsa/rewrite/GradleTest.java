package dev.irsa.rewrite;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openrewrite.gradle.Assertions.buildGradle;
import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.mavenProject;
import static org.openrewrite.java.Assertions.srcMainJava;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openrewrite.gradle.marker.GradleDependencyConfiguration;
import org.openrewrite.gradle.marker.GradleProject;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RewriteTest;

/**
 * Checks the dependency in a build of Gradle, of which only the marker is here that its plugin
 * adds.
 */
class GradleTest implements RewriteTest {

  private static final String DEPENDENCY =
      "implementation \"dev.irsa:irsa-sdk-v2:" + System.getProperty("irsa.test.version") + "\"";

  private static GradleProject project() {
    GradleDependencyConfiguration implementation =
        GradleDependencyConfiguration.builder()
            .name("implementation")
            .isTransitive(true)
            .isCanBeDeclared(true)
            .extendsFrom(List.of())
            .requested(List.of())
            .directResolved(List.of())
            .constraints(List.of())
            .attributes(Map.of())
            .build();
    return GradleProject.builder()
        .id(UUID.randomUUID())
        .name("cart")
        .path(":")
        .plugins(List.of())
        .mavenRepositories(List.of())
        .nameToConfiguration(Map.of("implementation", implementation))
        .build();
  }

  @Test
  void theBuildGetsTheDependency() {
    rewriteRun(
        spec ->
            spec.recipeFromResource("/META-INF/rewrite/irsa.yml", "dev.irsa.UseIrsa")
                .expectedCyclesThatMakeChanges(2)
                .parser(JavaParser.fromJavaVersion().classpath(JavaParser.runtimeClasspath())),
        mavenProject(
            "cart",
            srcMainJava(
                java(
                    """
                    import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

                    class Cart {
                      Object credentials = DefaultCredentialsProvider.create();
                    }
                    """,
                    """
                    import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;

                    class Cart {
                      Object credentials = IrsaCredentialsProviderChain.create();
                    }
                    """)),
            buildGradle(
                """
                plugins {
                    id 'java'
                }

                dependencies {
                    implementation 'software.amazon.awssdk:s3:2.57.8'
                }
                """,
                source ->
                    source
                        .markers(project())
                        .after(
                            build -> {
                              // Above it, OpenRewrite may say that no repository has the POM.
                              assertTrue(build.contains(DEPENDENCY), build);
                              return build;
                            }))));
  }
}
