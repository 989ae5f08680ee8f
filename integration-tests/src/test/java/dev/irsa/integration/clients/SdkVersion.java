package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;

import dev.irsa.integration.Pom;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Versions of the SDKs, each with exactly the jars that Maven resolves for its users. */
enum SdkVersion {
  /** Lacks methods that the agent replaces. */
  V2_TOO_OLD(Generation.V2, "aws-sdk-v2-agent-refused.version"),
  V2_OLDEST(Generation.V2, "aws-sdk-v2-agent-oldest.version"),
  V2_NEWEST(Generation.V2, "aws-sdk-v2-newest.version"),
  V1_OLDEST(Generation.V1, "aws-sdk-v1-oldest.version"),
  /** The first with web identities, which its default chain does not try. */
  V1_WEB_IDENTITY(Generation.V1, "aws-sdk-v1-web-identity.version"),
  /** The first whose default chain does. */
  V1_WEB_IDENTITY_CHAIN(Generation.V1, "aws-sdk-v1-web-identity-chain.version"),
  V1_NEWEST(Generation.V1, "aws-sdk-v1.version");

  private final Generation sdk;
  private final String property;

  SdkVersion(Generation sdk, String property) {
    this.sdk = sdk;
    this.property = property;
  }

  Generation sdk() {
    return sdk;
  }

  /** Returns the jars, among them that of module sts. */
  List<Path> jars() throws IOException {
    return Installed.sdk(toString(), "sdk-" + sdk.name().toLowerCase(Locale.ROOT));
  }

  /** Returns the class path of an application with these jars, without this build's. */
  String classPath() throws IOException {
    return classPath(jars().stream());
  }

  String classPathWithoutSts() throws IOException {
    return classPath(
        jars().stream().filter(jar -> !jar.getFileName().toString().startsWith(sdk.stsJar())));
  }

  /** Returns the class path of an application that contains the SDK under another name. */
  String classPathRelocated() {
    return RelocatedJar.of(
        this,
        sdk == Generation.V1
            ? "com/example/internal/amazonaws/"
            : "org/engine/shaded/software/amazon/awssdk/");
  }

  private static String classPath(Stream<Path> jars) {
    return Stream.concat(Stream.of(Program.classes()), jars)
        .map(Path::toString)
        .collect(joining(File.pathSeparator));
  }

  /** Returns the version. */
  @Override
  public String toString() {
    return Pom.parent().text("/project/properties/" + property);
  }
}
