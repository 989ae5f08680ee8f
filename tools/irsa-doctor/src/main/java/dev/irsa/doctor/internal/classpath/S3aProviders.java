package dev.irsa.doctor.internal.classpath;

import dev.irsa.doctor.internal.file.BoundedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The credentials providers that Hadoop's S3A is configured with on a class path. Immutable.
 *
 * @param list the value of the setting
 * @param file the file that contains it
 */
public record S3aProviders(String list, String file) {

  private static final String SETTING = "fs\\.s3a\\.aws\\.credentials\\.provider";
  private static final int MAX_BYTES = 4 << 20;
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /** A property of {@code core-site.xml}, or a line of {@code spark-defaults.conf}. */
  private static final Pattern VALUE =
      Pattern.compile(
          "<name>\\s*%s\\s*</name>(?:\\s*<(?:final|description|source)>[^<]*</\\w+>)*\\s*<value>([^<]*)|^[ \\t]*spark\\.hadoop\\.%s[ \\t=]+(\\S.*)$"
              .formatted(SETTING, SETTING),
          Pattern.MULTILINE);

  /**
   * Returns the setting in {@code core-site.xml} or {@code spark-defaults.conf}, in a directory or
   * inside of a jar, or null.
   */
  public static @Nullable S3aProviders find(ClassPath classPath) {
    Stream<S3aProviders> inDirectories =
        classPath.directories().stream()
            .flatMap(
                in -> Stream.of(in.resolve("core-site.xml"), in.resolve("spark-defaults.conf")))
            .flatMap(
                file ->
                    Stream.ofNullable(
                        read(BoundedFile.optional(file, MAX_BYTES), file.toString())));
    Stream<S3aProviders> inArchives =
        classPath.archives().stream().flatMap(jar -> Stream.ofNullable(inArchive(jar)));
    return Stream.concat(inDirectories, inArchives).findFirst().orElse(null);
  }

  private static @Nullable S3aProviders inArchive(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String directory : List.of("", "BOOT-INF/classes/", "WEB-INF/classes/")) {
        ZipEntry entry = zip.getEntry(directory + "core-site.xml");
        if (entry != null) {
          try (InputStream input = zip.getInputStream(entry)) {
            return read(input.readNBytes(MAX_BYTES), jar + "!/" + entry.getName());
          }
        }
      }
    } catch (IOException e) {
      // The jar changed after it was scanned.
    }
    return null;
  }

  private static @Nullable S3aProviders read(byte @Nullable [] content, String file) {
    if (content == null) {
      return null;
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Matcher value = VALUE.matcher(COMMENT.matcher(text).replaceAll(""));
    return value.find()
        ? new S3aProviders((value.group(1) == null ? value.group(2) : value.group(1)).strip(), file)
        : null;
  }

  /** Returns whether one of the providers uses the pod's role, or may. */
  public boolean includesWebIdentity() {
    return list.contains("WebIdentity")
        || list.contains("dev.irsa.")
        || list.contains("DefaultCredentialsProvider")
        || list.contains("DefaultAWSCredentialsProviderChain")
        || list.contains("AssumedRoleCredentialProvider");
  }
}
