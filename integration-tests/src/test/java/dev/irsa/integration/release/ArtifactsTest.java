package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.integration.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what profile release builds against the requirements of Maven Central. */
@Tag("release")
class ArtifactsTest {

  static List<PublishedModule> modules() {
    return PublishedModule.all();
  }

  @Test
  void theBomNamesEveryModuleThatIsPublished() {
    assertEquals(
        PublishedModule.deployed(),
        Set.copyOf(modules().stream().map(PublishedModule::name).toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "description",
        "url",
        "licenses/license/name",
        "licenses/license/url",
        "developers/developer/name",
        "scm/connection",
        "scm/developerConnection",
        "scm/url"
      })
  void parentAndBomSayWhatCentralAsksFor(String element) {
    for (Pom pom : List.of(Pom.parent(), Pom.of("irsa-bom"))) {
      assertFalse(pom.text("/project/" + element).isEmpty(), () -> pom + ": " + element);
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleHasANameAndADescription(PublishedModule module) {
    assertEquals(module.name(), module.pom().text("/project/name"));
    assertFalse(module.pom().text("/project/description").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void sourcesAreThoseOfTheClasses(PublishedModule module) throws IOException {
    Set<String> sources = module.entries("-sources.jar");
    if (!module.hasSources()) {
      assertTrue(
          sources.contains("README.md") || sources.containsAll(resources(module)),
          "neither the sources, nor where they are");
      return;
    }
    List<String> without =
        module.entries(".jar").stream()
            .filter(entry -> entry.endsWith(".class") && !entry.contains("$"))
            .map(entry -> entry.replace(".class", ".java"))
            .filter(source -> !sources.contains(source))
            .filter(source -> !isSecondTypeOfItsFile(module, source))
            .toList();
    assertEquals(List.of(), without);
  }

  /** Returns the files of a jar, without what describes it. */
  private static List<String> resources(PublishedModule module) throws IOException {
    return module.entries(".jar").stream().filter(entry -> !entry.startsWith("META-INF/")).toList();
  }

  private static boolean isSecondTypeOfItsFile(PublishedModule module, String source) {
    Path folder = PublishedModule.ROOT.resolve(Pom.folder(module.name())).resolve("src/main/java");
    return !Files.exists(folder.resolve(source));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aJarCarriesTheLicenseAndItsVersion(PublishedModule module) throws IOException {
    try (JarFile jar = new JarFile(module.artifact(".jar").toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals(
          PublishedModule.VERSION, manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
      byte[] license = jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes();
      assertArrayEquals(Files.readAllBytes(PublishedModule.ROOT.resolve("LICENSE")), license);
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void javadocShowsTheApiOnly(PublishedModule module) throws IOException {
    Set<String> pages = module.entries("-javadoc.jar");

    assertTrue(pages.contains(module.hasSources() ? "index.html" : "README.md"), pages::toString);
    List<String> internal =
        pages.stream().filter(page -> page.contains("/internal/")).sorted().toList();
    assertEquals(List.of(), internal);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theBillOfMaterialsNamesWhatUsersGet(PublishedModule module) throws Exception {
    Map<String, Object> bill =
        JSONObjectUtils.parse(Files.readString(module.target("bom.json")), 10_000_000);

    assertEquals("CycloneDX", bill.get("bomFormat"));
    assertFalse(bill.containsKey("serialNumber"), "differs in each build");
    Map<String, Object> self =
        JSONObjectUtils.getJSONObject(JSONObjectUtils.getJSONObject(bill, "metadata"), "component");
    assertEquals(module.name(), self.get("name"));
    List<String> components =
        List.of(JSONObjectUtils.getJSONObjectArray(bill, "components")).stream()
            .map(component -> String.valueOf(component.get("name")))
            .toList();
    assertFalse(components.contains("junit-jupiter-engine"), components::toString);
    if (module.name().equals("irsa-core")) {
      assertTrue(components.containsAll(List.of("nimbus-jose-jwt", "caffeine", "slf4j-api")));
    }
  }
}
