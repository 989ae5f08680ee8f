package dev.irsa.integration.release;

import dev.irsa.integration.documents.Page;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Maven project outside of this one, which is made from what the README says. */
final class OutsideProject {

  private final Path folder;
  private final LocalRepository repository;

  OutsideProject(Path folder) throws IOException {
    this.folder = folder;
    this.repository = LocalRepository.install(folder.resolve("repository"));
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
    repository.maven(
        folder,
        "-q",
        "compile",
        "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
        "-Dmdep.outputFile=" + classPath);
    return folder.resolve("target/classes") + File.pathSeparator + Files.readString(classPath);
  }

  /** Runs the program in a pod. Returns what it printed. */
  String run(String classPath, Map<String, String> pod) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return LocalRepository.run(folder, pod, List.of(java, "-cp", classPath, "com.example.Cart"));
  }
}
