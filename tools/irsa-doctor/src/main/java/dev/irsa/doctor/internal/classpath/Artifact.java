package dev.irsa.doctor.internal.classpath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

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
  private static final String METADATA = "META-INF/maven/%s/pom.properties";

  /** Where executable jars and wars have the libraries of their class path. */
  private static final Pattern NESTED_JAR =
      Pattern.compile("(BOOT-INF/lib|WEB-INF/lib|WEB-INF/lib-provided)/[^/]+\\.jar");

  private static final int MAX_PROPERTIES = 64 * 1024;

  /**
   * Returns the known libraries in a jar, which may contain several: as an uber jar, or as jars
   * inside it, as Spring Boot packages an application.
   */
  static List<Artifact> in(Path jar) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String known : KNOWN) {
        ZipEntry entry = zip.getEntry(METADATA.formatted(known));
        if (entry != null) {
          try (InputStream input = zip.getInputStream(entry)) {
            add(known, input, artifacts);
          }
        }
      }
      addByName(String.valueOf(jar.getFileName()), artifacts);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (NESTED_JAR.matcher(entry.getName()).matches()) {
          artifacts.addAll(inNested(zip, entry));
        }
      }
    }
    return artifacts;
  }

  private static List<Artifact> inNested(ZipFile zip, ZipEntry jar) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    try (ZipInputStream input = new ZipInputStream(zip.getInputStream(jar))) {
      for (ZipEntry each = input.getNextEntry(); each != null; each = input.getNextEntry()) {
        String name = each.getName();
        for (String known : KNOWN) {
          if (name.equals(METADATA.formatted(known))) {
            add(known, input, artifacts);
          }
        }
      }
    }
    addByName(jar.getName().substring(jar.getName().lastIndexOf('/') + 1), artifacts);
    return artifacts;
  }

  /** Some builds leave the Maven metadata out. */
  private static void addByName(String fileName, List<Artifact> artifacts) {
    Matcher file = FILE_NAME.matcher(fileName);
    boolean isNeeded = artifacts.isEmpty() && file.matches();
    if (isNeeded && KNOWN.stream().anyMatch(known -> nameOf(known).equals(file.group(1)))) {
      artifacts.add(new Artifact(file.group(1), file.group(2)));
    }
  }

  private static String nameOf(String known) {
    return known.substring(known.indexOf('/') + 1);
  }

  private static void add(String known, InputStream metadata, List<Artifact> artifacts)
      throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(metadata.readNBytes(MAX_PROPERTIES)));
    } catch (IllegalArgumentException e) {
      return;
    }
    String version = properties.getProperty("version", "");
    if (version.matches("\\d[\\w.-]*")) {
      artifacts.add(new Artifact(nameOf(known), version));
    }
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
