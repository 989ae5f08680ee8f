package dev.irsa.integration.release;

import static java.util.stream.Collectors.joining;

import dev.irsa.integration.Pom;
import dev.irsa.integration.documents.Page;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Maven project outside of this one, which is made from what the README says. */
final class OutsideProject {

  private final Path folder;
  private final Path repository;

  OutsideProject(Path folder) throws IOException {
    this.folder = folder;
    this.repository = Files.createDirectories(folder.resolve("repository"));
  }

  /** Puts the artifacts into a local repository, as {@code ./mvnw install} does. */
  void install() throws IOException {
    put("irsa-parent", ".pom", Pom.parent().file());
    put("irsa-bom", ".pom", Pom.of("irsa-bom").file());
    put("irsa-bundle-parent", ".pom", Pom.of("irsa-bundle-parent").file());
    for (PublishedModule module : PublishedModule.all()) {
      put(module.name(), ".pom", module.pom().file());
      put(module.name(), ".jar", module.artifact(".jar"));
    }
  }

  private void put(String artifact, String suffix, Path file) throws IOException {
    Path place = repository.resolve("dev/irsa").resolve(artifact).resolve(PublishedModule.VERSION);
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-" + PublishedModule.VERSION + suffix));
  }

  /** Writes a project without sources. */
  void write(String dependencies) throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>cart</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
        """
            + dependencies
            + "</project>\n");
  }

  /** Writes a project with the dependencies and the SDK 2.x client that the README shows. */
  void write() throws IOException {
    write(block("xml", "<dependencyManagement>") + block("xml", "irsa-sdk-v2"));
    String code = block("java", "IrsaCredentialsProvider.create()");
    int start = code.indexOf("\n\n");
    Path sources = Files.createDirectories(folder.resolve("src/main/java/com/example"));
    Files.writeString(
        sources.resolve("Cart.java"),
        """
        package com.example;

        %s

        public class Cart {
          public static void main(String[] arguments) {
            %s
            System.out.println("buckets: " + s3.listBuckets().buckets().size());
          }
        }
        """
            .formatted(code.substring(0, start), code.substring(start).strip()));
  }

  /** Returns the first block of code of a language in the README that contains a text. */
  private static String block(String language, String part) {
    return Page.of("README.md").blocks().stream()
        .filter(block -> block.language().equals(language))
        .filter(block -> block.code().contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("README.md has lost its block of " + language))
        .code();
  }

  /** Compiles the project. Returns its class path. */
  String compile() throws IOException, InterruptedException {
    Path classPath = folder.resolve("class-path.txt");
    maven(
        "-q",
        "compile",
        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
        "-Dmdep.outputFile=" + classPath);
    return folder.resolve("target/classes") + File.pathSeparator + Files.readString(classPath);
  }

  /** Runs Maven. What this build has downloaded is not downloaded again. */
  String maven(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(PublishedModule.ROOT.resolve("mvnw").toString());
    command.add("-B");
    command.add("-Dmaven.repo.local=" + repository);
    command.add("-Dmaven.repo.local.tail=" + System.getProperty("irsa.test.repository"));
    command.addAll(List.of(arguments));
    return run(
        Map.of("HOME", System.getProperty("user.home"), "PATH", System.getenv("PATH")),
        command.toArray(String[]::new));
  }

  /** Runs the program in a pod. Returns what it printed. */
  String run(String classPath, Map<String, String> pod) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(pod, java, "-cp", classPath, "com.example.Cart");
  }

  private String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(
          List.of(command).stream().limit(1).collect(joining()) + " failed: " + said);
    }
    return said;
  }
}
