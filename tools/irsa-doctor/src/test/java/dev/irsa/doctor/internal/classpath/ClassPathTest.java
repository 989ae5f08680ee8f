package dev.irsa.doctor.internal.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

  @TempDir private Path directory;

  @Test
  void anUberJarContainsSeveralLibraries() throws IOException {
    Path jar = directory.resolve("app.jar");
    write(
        jar,
        "software.amazon.awssdk/sdk-core",
        "2.30.1",
        "com.amazonaws/aws-java-sdk-core",
        "1.12.1");

    ClassPath classPath = ClassPath.scan(jar.toString(), "--classpath");

    assertEquals("[sdk-core 2.30.1, aws-java-sdk-core 1.12.1]", classPath.artifacts().toString());
    assertEquals(List.of(), classPath.named("sts"));
  }

  @Test
  void theJarsOfAnApplicationAreInsideItsOwn() throws IOException {
    Path sdk = directory.resolve("sdk.jar");
    write(sdk, "software.amazon.awssdk/sdk-core", "2.30.1");
    Path unnamed = directory.resolve("sts-2.40.2.jar");
    write(unnamed);
    Path application = directory.resolve("app.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(application))) {
      put(zip, "BOOT-INF/lib/" + sdk.getFileName(), Files.readAllBytes(sdk));
      put(zip, "WEB-INF/lib/" + unnamed.getFileName(), Files.readAllBytes(unnamed));
      put(zip, "other/sdk.jar", Files.readAllBytes(sdk));
      put(
          zip,
          "BOOT-INF/classes/core-site.xml",
          "<name>fs.s3a.aws.credentials.provider</name><value>a.B</value>".getBytes(UTF_8));
    }

    ClassPath classPath = ClassPath.scan(application.toString(), "--classpath");

    assertEquals("[sdk-core 2.30.1, sts 2.40.2]", classPath.artifacts().toString());
    assertEquals("a.B", S3aProviders.find(classPath).list());
  }

  @Test
  void aManifestBringsTheJarsOfItsClassPathAlong() throws IOException {
    Files.createDirectory(directory.resolve("lib"));
    write(directory.resolve("lib/sdk.jar"), "software.amazon.awssdk/sdk-core", "2.30.1");
    Path application = directory.resolve("app.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(application))) {
      put(
          zip,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\nClass-Path: lib/sdk.jar lib/none.jar app.jar\n".getBytes(UTF_8));
    }

    ClassPath classPath = ClassPath.scan(application.toString(), "--classpath");

    assertEquals("[sdk-core 2.30.1]", classPath.artifacts().toString());
  }

  /** The JDK's reader warns about each name that comes twice, and has no bound. */
  @Test
  void aManifestOfAnyLengthIsReadUpToItsMainSectionInSilence() throws IOException {
    write(directory.resolve("sdk.jar"), "software.amazon.awssdk/sdk-core", "2.30.1");
    Path application = directory.resolve("app.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(application))) {
      String main = "Manifest-Version: 1.0\r\nclass-path:  sdk.\r\n jar\r\nA: b\r\n";
      put(zip, "META-INF/MANIFEST.MF", (main + "A: b\r\n".repeat(2 << 20)).getBytes(UTF_8));
    }
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger("java.util.jar");
    logger.setUseParentHandlers(false);
    logger.setFilter(record -> !warnings.add(record.getMessage()));
    try {
      ClassPath classPath = ClassPath.scan(application.toString(), "--classpath");

      assertEquals("[sdk-core 2.30.1]", classPath.artifacts().toString());
      assertEquals(0, warnings.size());
    } finally {
      logger.setFilter(null);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void aPipeAmongTheJarsOfADirectoryIsIgnored() throws Exception {
    write(directory.resolve("sts-2.40.2.jar"));
    String pipe = directory.resolve("pipe.jar").toString();
    assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());

    ClassPath classPath =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> ClassPath.scan(directory + "/*", "--classpath"));

    assertEquals("[sts 2.40.2]", classPath.artifacts().toString());
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  @Test
  void aJarWithoutMetadataIsKnownByItsName() throws IOException {
    write(directory.resolve("sts-2.40.2.jar"));

    ClassPath classPath = ClassPath.scan(directory + "/*", "--classpath");

    assertEquals("[sts 2.40.2]", classPath.named("sts").toString());
    assertTrue(classPath.hasAny("bundle", "sts"));
  }

  @Test
  void s3aIsConfiguredByHadoopOrSpark() throws IOException {
    ClassPath classPath = ClassPath.scan(directory.toString(), "--classpath");
    assertNull(S3aProviders.find(classPath));

    Files.writeString(
        directory.resolve("spark-defaults.conf"),
        "# comment\nspark.hadoop.fs.s3a.aws.credentials.provider  dev.irsa.sdk.v2.X\n");
    assertTrue(S3aProviders.find(classPath).includesWebIdentity());

    Files.writeString(
        directory.resolve("spark-defaults.conf"),
        "spark.hadoop.fs.s3a.aws.credentials.provider\nspark.app.name dev.irsa.sdk.v2.X\n");
    assertNull(S3aProviders.find(classPath));

    Files.writeString(
        directory.resolve("core-site.xml"),
        """
        <!DOCTYPE configuration SYSTEM "file:///etc/passwd">
        <configuration><property><name>fs.defaultFS</name><value>file:///</value></property>
        <property><name>fs.s3a.aws.credentials.provider</name>
        <description>of &lt;S3A&gt;</description><final>true</final><value> a.b.C </value></property>
        </configuration>""");
    assertEquals("a.b.C", S3aProviders.find(classPath).list());
  }

  private static void write(Path jar, String... artifactsAndVersions) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("some/file"));
      zip.closeEntry();
      for (int i = 0; i < artifactsAndVersions.length; i += 2) {
        zip.putNextEntry(
            new ZipEntry("META-INF/maven/" + artifactsAndVersions[i] + "/pom.properties"));
        zip.write(("version=" + artifactsAndVersions[i + 1]).getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
      }
    }
  }
}
