package dev.irsa.integration.release;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.irsa.integration.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A module that is published, as the build left it. */
record PublishedModule(String name) {

  static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  static final String VERSION = System.getProperty("irsa.test.version");

  /** Returns the modules whose versions the BOM names. */
  static List<PublishedModule> all() {
    return Pom.published().stream().map(PublishedModule::new).toList();
  }

  /** Returns the names of the modules that a deployment includes, without those of POMs. */
  static Set<String> deployed() {
    return Pom.modules().stream()
        .filter(name -> !Pom.of(name).text("/project/properties/irsa.unpublished").equals("true"))
        .filter(name -> !Pom.of(name).text("/project/packaging").equals("pom"))
        .collect(toCollection(TreeSet::new));
  }

  Pom pom() {
    return Pom.of(name);
  }

  /** Returns the file of an artifact, such as {@code -sources.jar}. */
  Path artifact(String suffix) {
    return target(name + "-" + VERSION + suffix);
  }

  /** Returns a file that the build made. */
  Path target(String file) {
    return ROOT.resolve(Pom.folder(name)).resolve("target").resolve(file);
  }

  /** Returns the names of the files in a jar. */
  Set<String> entries(String suffix) throws IOException {
    try (ZipFile jar = new ZipFile(artifact(suffix).toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .collect(toUnmodifiableSet());
    }
  }

  /** Returns whether the module has sources of its own. The self-contained jars have none. */
  boolean hasSources() {
    return Files.isDirectory(ROOT.resolve(Pom.folder(name)).resolve("src/main/java"));
  }

  @Override
  public String toString() {
    return name;
  }
}
