package dev.irsa.doctor.internal.classpath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What the doctor looks for in a jar. */
final class JarContents {

  private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(\\d[\\w.]*)(-\\w+)?\\.jar");
  private static final int MAX_PROPERTIES = 64 * 1024;

  private JarContents() {}

  /** Returns the known libraries, of which a jar may contain several. */
  static List<Artifact> of(Path jar) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (KnownArtifact known : KnownArtifact.values()) {
        String version = version(zip, known);
        if (version != null) {
          artifacts.add(new Artifact(known.artifact(), new Version(version)));
        }
      }
    }
    if (artifacts.isEmpty()) {
      addByFileName(jar, artifacts);
    }
    return artifacts;
  }

  private static @Nullable String version(ZipFile zip, KnownArtifact known) throws IOException {
    ZipEntry entry =
        zip.getEntry(
            "META-INF/maven/" + known.group() + "/" + known.artifact() + "/pom.properties");
    if (entry == null) {
      return null;
    }
    Properties properties = new Properties();
    try (InputStream input = zip.getInputStream(entry)) {
      properties.load(new ByteArrayInputStream(input.readNBytes(MAX_PROPERTIES)));
    } catch (IllegalArgumentException e) {
      return null;
    }
    String version = properties.getProperty("version", "");
    return version.matches("\\d[\\w.-]*") ? version : null;
  }

  /** Some builds leave the Maven metadata out. */
  private static void addByFileName(Path jar, List<Artifact> artifacts) {
    Matcher name = FILE_NAME.matcher(String.valueOf(jar.getFileName()));
    if (!name.matches()) {
      return;
    }
    for (KnownArtifact known : KnownArtifact.values()) {
      if (known.artifact().equals(name.group(1))) {
        artifacts.add(new Artifact(known.artifact(), new Version(name.group(2))));
      }
    }
  }
}
