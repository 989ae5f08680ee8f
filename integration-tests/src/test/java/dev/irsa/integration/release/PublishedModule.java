package dev.irsa.integration.release;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A module that is published, as the build left it. */
record PublishedModule(String name) {

  static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  static final String VERSION = System.getProperty("irsa.test.version");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  /** Returns the modules whose versions the BOM names. */
  static List<PublishedModule> all() throws IOException {
    NodeList names =
        nodes(
            ROOT.resolve("irsa-bom/pom.xml"),
            "/project/dependencyManagement/dependencies/dependency/artifactId");
    return IntStream.range(0, names.getLength())
        .mapToObj(i -> new PublishedModule(names.item(i).getTextContent()))
        .toList();
  }

  /** Returns the names of the modules that a deployment includes, without the BOM. */
  static Set<String> deployed() throws IOException {
    NodeList names = nodes(ROOT.resolve("pom.xml"), "/project/modules/module");
    Set<String> deployed = new TreeSet<>();
    for (int i = 0; i < names.getLength(); i++) {
      String name = names.item(i).getTextContent();
      Path pom = ROOT.resolve(name).resolve("pom.xml");
      if (!text(pom, "/project/properties/irsa.unpublished").equals("true")) {
        deployed.add(name);
      }
    }
    deployed.remove("irsa-bom");
    return deployed;
  }

  Path pom() {
    return ROOT.resolve(name).resolve("pom.xml");
  }

  /** Returns the file of an artifact, such as {@code -sources.jar}. */
  Path artifact(String suffix) {
    return target(name + "-" + VERSION + suffix);
  }

  /** Returns a file that the build made. */
  Path target(String file) {
    return ROOT.resolve(name).resolve("target").resolve(file);
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
    return Files.isDirectory(ROOT.resolve(name).resolve("src/main/java"));
  }

  /** Returns the text of an element of a POM, empty if there is none. */
  static String text(Path pom, String xpath) throws IOException {
    NodeList found = nodes(pom, xpath);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  private static NodeList nodes(Path pom, String xpath) throws IOException {
    try (InputStream in = Files.newInputStream(pom)) {
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
      return (NodeList) XPATH.evaluate(xpath, document, XPathConstants.NODESET);
    } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
      throw new IOException(pom + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
