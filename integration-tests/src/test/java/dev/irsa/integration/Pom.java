package dev.irsa.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A POM of this repository, read by XPath.
 *
 * @param file its path
 */
public record Pom(Path file) {

  private static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));

  /** Returns the POM of the whole build. */
  public static Pom parent() {
    return new Pom(ROOT.resolve("pom.xml"));
  }

  public static Pom of(String module) {
    return new Pom(ROOT.resolve(folder(module)).resolve("pom.xml"));
  }

  /** Returns the names of the modules of the build, without the engines. */
  public static List<String> modules() {
    return folders().map(folder -> folder.getFileName().toString()).toList();
  }

  /** Returns the folder of a module, relative to the root. */
  public static Path folder(String module) {
    return folders().filter(folder -> folder.endsWith(module)).findFirst().orElseThrow();
  }

  private static Stream<Path> folders() {
    return parent()
        .texts("/project/modules/module | /project/profiles/profile[id='tests']/modules/module")
        .stream()
        .map(Path::of);
  }

  /** Returns the names of the modules whose versions the BOM sets: those that are published. */
  public static List<String> published() {
    return of("irsa-bom").texts("/project/dependencyManagement/dependencies/dependency/artifactId");
  }

  /** Returns the text of each element that an expression selects. */
  public List<String> texts(String xpath) {
    try (InputStream in = Files.newInputStream(file)) {
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
      NodeList found =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(xpath, document, XPathConstants.NODESET);
      return IntStream.range(0, found.getLength())
          .mapToObj(i -> found.item(i).getTextContent().strip())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the text of the first element that an expression selects, empty if there is none. */
  public String text(String xpath) {
    List<String> found = texts(xpath);
    return found.isEmpty() ? "" : found.get(0);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
