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

/**
 * What the doctor looks for in a jar.
 *
 * @param artifacts the known libraries, of which a jar may contain several
 * @param relocatedSdks the default chains of SDKs whose packages were renamed, with the name of the
 *     jar
 */
record JarContents(List<Artifact> artifacts, List<String> relocatedSdks) {

  private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(\\d[\\w.]*)(-\\w+)?\\.jar");
  private static final Pattern RELOCATED_SDK =
      Pattern.compile(
          "(?!META-INF/|software/amazon/awssdk/auth/|com/amazonaws/auth/)(.*/auth/"
              + "(?:credentials/DefaultCredentialsProvider|DefaultAWSCredentialsProviderChain))"
              + "\\.class");
  private static final int MAX_PROPERTIES = 64 * 1024;

  static JarContents of(Path jar) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    List<String> relocatedSdks;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (KnownArtifact known : KnownArtifact.values()) {
        String version = version(zip, known);
        if (version != null) {
          artifacts.add(new Artifact(known.artifact(), new Version(version)));
        }
      }
      relocatedSdks = relocatedSdks(zip, jar);
    }
    if (artifacts.isEmpty()) {
      addByFileName(jar, artifacts);
    }
    return new JarContents(artifacts, relocatedSdks);
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

  private static List<String> relocatedSdks(ZipFile zip, Path jar) {
    return zip.stream()
        .map(entry -> RELOCATED_SDK.matcher(entry.getName()))
        .filter(Matcher::matches)
        .map(found -> found.group(1).replace('/', '.') + " in " + jar.getFileName())
        .toList();
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
