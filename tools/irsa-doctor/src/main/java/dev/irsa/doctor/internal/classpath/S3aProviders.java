package dev.irsa.doctor.internal.classpath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The credentials providers that Hadoop's S3A is configured with on a class path. Immutable.
 *
 * @param list the value of the setting
 * @param file the file that contains it
 */
public record S3aProviders(String list, Path file) {

  private static final String SETTING = "fs\\.s3a\\.aws\\.credentials\\.provider";
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /** A property of {@code core-site.xml}, or a line of {@code spark-defaults.conf}. */
  private static final Pattern VALUE =
      Pattern.compile(
          "<name>\\s*%s\\s*</name>(?:\\s*<(?:final|description|source)>[^<]*</\\w+>)*\\s*<value>([^<]*)|^[ \\t]*spark\\.hadoop\\.%s[ \\t=]+(\\S.*)$"
              .formatted(SETTING, SETTING),
          Pattern.MULTILINE);

  /** Returns the setting in {@code core-site.xml} or {@code spark-defaults.conf}, or null. */
  public static @Nullable S3aProviders find(ClassPath classPath) {
    return classPath.directories().stream()
        .flatMap(in -> Stream.of(in.resolve("core-site.xml"), in.resolve("spark-defaults.conf")))
        .filter(Files::isRegularFile)
        .flatMap(file -> Stream.ofNullable(read(file)))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable S3aProviders read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      Matcher value = VALUE.matcher(COMMENT.matcher(text).replaceAll(""));
      return value.find()
          ? new S3aProviders(
              (value.group(1) == null ? value.group(2) : value.group(1)).strip(), file)
          : null;
    } catch (IOException e) {
      return null;
    }
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
