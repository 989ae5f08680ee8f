package dev.irsa.doctor.internal.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The credentials providers that Hadoop's S3A is configured with on a class path. Immutable.
 *
 * @param list the value of the setting
 * @param file the file that contains it
 */
public record S3aProviders(String list, Path file) {

  private static final String SETTING = "fs.s3a.aws.credentials.provider";

  /** Returns the setting in {@code core-site.xml} or {@code spark-defaults.conf}, or null. */
  public static @Nullable S3aProviders find(ClassPath classPath) {
    for (Path directory : classPath.directories()) {
      for (String name : new String[] {"core-site.xml", "spark-defaults.conf"}) {
        Path file = directory.resolve(name);
        String list = Files.isRegularFile(file) ? read(file) : null;
        if (list != null) {
          return new S3aProviders(list.strip(), file);
        }
      }
    }
    return null;
  }

  private static @Nullable String read(Path file) {
    try {
      return file.toString().endsWith(".xml") ? ofHadoop(file) : ofSpark(file);
    } catch (IOException | XMLStreamException e) {
      return null;
    }
  }

  private static @Nullable String ofSpark(Path file) throws IOException {
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      String[] parts = line.strip().split("[\\s=]+", 2);
      if (parts.length == 2 && parts[0].equals("spark.hadoop." + SETTING)) {
        return parts[1];
      }
    }
    return null;
  }

  private static @Nullable String ofHadoop(Path file) throws IOException, XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream input = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(input);
      String name = "";
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamReader.START_ELEMENT) {
          continue;
        }
        if (xml.getLocalName().equals("name")) {
          name = xml.getElementText().strip();
        } else if (xml.getLocalName().equals("value") && name.equals(SETTING)) {
          return xml.getElementText();
        }
      }
      return null;
    }
  }

  /** Returns whether one of the providers uses the pod's role. */
  public boolean includesWebIdentity() {
    return list.contains("WebIdentity")
        || list.contains("dev.irsa.")
        || list.contains("DefaultCredentialsProvider")
        || list.contains("DefaultAWSCredentialsProviderChain")
        || list.contains("AssumedRoleCredentialProvider");
  }
}
