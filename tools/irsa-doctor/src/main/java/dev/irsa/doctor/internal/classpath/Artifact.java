package dev.irsa.doctor.internal.classpath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A library on the class path. Immutable.
 *
 * @param name the Maven artifact
 * @param version the version, such as {@code 2.23.19}
 */
public record Artifact(String name, String version) {

  /** The libraries that matter to the doctor, by their Maven groups. */
  private static final List<String> KNOWN =
      List.of(
          "software.amazon.awssdk/sdk-core",
          "software.amazon.awssdk/auth",
          "software.amazon.awssdk/sts",
          "software.amazon.awssdk/bundle",
          "com.amazonaws/aws-java-sdk-core",
          "com.amazonaws/aws-java-sdk-sts",
          "com.amazonaws/aws-java-sdk-bundle",
          "dev.irsa/irsa-sdk-v2",
          "dev.irsa/irsa-sdk-v1-bridge",
          "dev.irsa/irsa-sdk-v2-bundle",
          "dev.irsa/irsa-sdk-v1-bundle",
          "dev.irsa/irsa-core",
          "org.apache.hadoop/hadoop-aws",
          "software.amazon.msk/aws-msk-iam-auth");

  private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(\\d[\\w.]*)(-\\w+)?\\.jar");
  private static final int MAX_PROPERTIES = 64 * 1024;

  /** Returns the known libraries in a jar, which may contain several. */
  static List<Artifact> in(Path jar) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    // Some builds leave the Maven metadata out.
    Matcher file = FILE_NAME.matcher(String.valueOf(jar.getFileName()));
    String named = file.matches() ? file.group(1) : "";
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String known : KNOWN) {
        String version = version(zip, known);
        if (version != null) {
          artifacts.add(new Artifact(nameOf(known), version));
        }
      }
    }
    return artifacts.isEmpty() && KNOWN.stream().anyMatch(known -> nameOf(known).equals(named))
        ? List.of(new Artifact(named, file.group(2)))
        : artifacts;
  }

  private static String nameOf(String known) {
    return known.substring(known.indexOf('/') + 1);
  }

  private static @Nullable String version(ZipFile zip, String known) throws IOException {
    ZipEntry entry = zip.getEntry("META-INF/maven/" + known + "/pom.properties");
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

  /** Returns whether its version is older than another one. */
  public boolean isOlderThan(String other) {
    return Arrays.compare(numbers(version), numbers(other)) < 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[.-]", -1))
        .takeWhile(part -> part.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
