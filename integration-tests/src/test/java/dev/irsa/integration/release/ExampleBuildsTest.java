package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the files of each runnable example against each other, and against this version. */
class ExampleBuildsTest {

  private static final Pattern GRADLE =
      Pattern.compile("(\\w+)\\((platform\\()?\"([\\w.-]+:[\\w.-]+(?::[\\w.-]+)?)\"");
  private static final Pattern PLUGIN = Pattern.compile("id\\(\"([\\w.]+)\"\\) version \"(.+)\"");

  static List<RunnableExample> examples() throws IOException {
    return RunnableExample.all();
  }

  /** Gradle itself does not run here: its distribution is on no registry of libraries. */
  @ParameterizedTest
  @MethodSource("examples")
  void gradleHasTheDependenciesOfMaven(RunnableExample example) throws IOException {
    Set<String> gradle =
        GRADLE
            .matcher(example.text("build.gradle.kts"))
            .results()
            .map(each -> (each.group(2) == null ? each.group(1) : "platform") + " " + each.group(3))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(maven(new Pom(example.folder().resolve("pom.xml"))), gradle);
  }

  /** Returns what a POM says in the words of Gradle. */
  private static Set<String> maven(Pom pom) {
    Set<String> all = new TreeSet<>();
    String boot = pom.text("/project/parent/version");
    if (!boot.isEmpty()) {
      all.add("platform org.springframework.boot:spring-boot-dependencies:" + boot);
    }
    all.addAll(
        coordinates(pom, "/project/dependencyManagement/dependencies/dependency", "platform "));
    String direct = "/project/dependencies/dependency";
    all.addAll(coordinates(pom, direct + "[not(scope)]", "implementation "));
    all.addAll(coordinates(pom, direct + "[scope='runtime']", "runtimeOnly "));
    all.addAll(coordinates(pom, "//artifactItem", "agent "));
    return all;
  }

  private static List<String> coordinates(Pom pom, String elements, String prefix) {
    int count = pom.texts(elements).size();
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            index -> {
              String each = "(" + elements + ")[" + index + "]/";
              String version = pom.text(each + "version");
              return prefix
                  + pom.text(each + "groupId")
                  + ":"
                  + pom.text(each + "artifactId")
                  + (version.isEmpty() ? "" : ":" + version);
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void pluginsOfGradleHaveTheVersionOfMaven(RunnableExample example) throws IOException {
    Map<String, String> plugins =
        PLUGIN
            .matcher(example.text("build.gradle.kts"))
            .results()
            .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2)));
    String boot = new Pom(example.folder().resolve("pom.xml")).text("/project/parent/version");

    assertEquals(boot.isEmpty() ? Map.of() : Map.of("org.springframework.boot", boot), plugins);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void ourArtifactsAreThoseOfThisVersion(RunnableExample example) throws IOException {
    List<String> ours = new ArrayList<>();
    ours.addAll(
        new Pom(example.folder().resolve("pom.xml")).texts("//*[groupId='dev.irsa']/version"));
    Pattern version = Pattern.compile("\"dev\\.irsa:[\\w-]+:([^\"]+)\"");
    version
        .matcher(example.text("build.gradle.kts"))
        .results()
        .forEach(each -> ours.add(each.group(1)));

    assertTrue(ours.size() >= 2, ours::toString);
    assertEquals(Set.of(PublishedModule.VERSION), Set.copyOf(ours));
  }

  /** Those of others are what this build tests with. */
  @ParameterizedTest
  @MethodSource("examples")
  void versionsOfOthersAreThoseOfTheBuild(RunnableExample example) throws IOException {
    List<String> known = Pom.parent().texts("/project//version | /project/properties/*");
    List<String> unknown =
        new Pom(example.folder().resolve("pom.xml"))
            .texts("//version[parent::parent or parent::dependency or parent::plugin]").stream()
                .filter(version -> !version.equals(PublishedModule.VERSION))
                .filter(version -> !known.contains(version))
                .toList();

    assertEquals(List.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("examples")
  @SuppressWarnings("unchecked")
  void theManifestsPodHasTheServiceAccountBesideIt(RunnableExample example) throws IOException {
    Map<String, Object> metadata =
        (Map<String, Object>) example.manifest("ServiceAccount").get("metadata");

    assertEquals(metadata.get("name"), example.podSpec().get("serviceAccountName"));
    assertTrue(
        String.valueOf(metadata.get("annotations")).contains(":role/" + metadata.get("name")));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theReadmeShowsItsLog(RunnableExample example) throws IOException {
    assertFalse(example.log().isEmpty());
    assertTrue(example.text("README.md").lines().count() <= 40);
  }
}
