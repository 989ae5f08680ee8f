package dev.irsa.cli.internal.serve;

import dev.irsa.doctor.internal.file.BoundedFile;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A world file: the settings of a lab, and what is added to it. */
record WorldFile(YamlNode root) {
  private static final String STANDARD =
      """
      serviceAccounts: [{name: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;
  private static final String STANDARD_OF_POD_IDENTITY =
      """
      serviceAccounts: [{name: my-sa}]
      associations: [{serviceAccount: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;
  static final int LARGEST = 1024 * 1024;
  static final int MOST_BYTES = 4 * LARGEST;

  private static final List<String> CONTENT =
      List.of(
          "associations",
          "buckets",
          "issuers",
          "outboundIdentityFederation",
          "roles",
          "serviceAccounts");
  private static final List<String> SETTINGS =
      List.of(
          "accountId",
          "clusterName",
          "issuer",
          "outboundTokenLifetime",
          "region",
          "sessionLifetime",
          "spareRegion",
          "tokenLifetime");

  /** Returns the world without a file: the service account default/my-sa, and a bucket. */
  static WorldFile standard(boolean podIdentity) {
    return of("standard", podIdentity ? STANDARD_OF_POD_IDENTITY : STANDARD);
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static WorldFile read(Path file) {
    String name = file.toString();
    return of(name, BoundedFile.utf8(name, BoundedFile.required(file, MOST_BYTES)));
  }

  /**
   * Reads the text of a file.
   *
   * @param name the file's name in messages
   * @throws InvalidInputException if it is malformed
   */
  static WorldFile of(String name, String text) {
    return new WorldFile(document(name, text));
  }

  /** Reads a text in YAML or JSON that may come from anywhere. */
  static YamlNode document(String name, String text) {
    if (text.length() > LARGEST) {
      throw new InvalidInputException(
          name + ":1:1", "longer than " + LARGEST + " characters", null);
    }
    return YamlNode.document(name, text);
  }

  /** Requires that it only adds to a lab. */
  void requireNoSettings() {
    root.requireOnly(CONTENT);
  }

  /**
   * Starts a lab with the settings, and nothing in it yet.
   *
   * @throws InvalidInputException if a setting is unknown, or the lab refuses it
   * @throws UncheckedIOException if a port is not free
   */
  IrsaLab start(IrsaLab.Network network) {
    try {
      return builder().network(network).start();
    } catch (IllegalArgumentException e) {
      throw WorldSetup.refused(root, e);
    }
  }

  /** Returns the builder of a lab with the settings. */
  IrsaLab.Builder builder() {
    root.requireOnly(Stream.of(CONTENT, SETTINGS).flatMap(List::stream).sorted().toList());
    IrsaLab.Builder builder = IrsaLab.builder();
    set(root.get("region").text(), builder::region);
    set(root.get("spareRegion").text(), builder::spareRegion);
    // Often without quotes.
    set(emptyToNull(root.get("accountId").scalar()), builder::accountId);
    set(root.get("clusterName").text(), builder::clusterName);
    set(WorldSetup.url(root.get("issuer")), builder::issuer);
    set(seconds("tokenLifetime"), builder::tokenLifetime);
    set(seconds("sessionLifetime"), builder::sessionLifetime);
    set(seconds("outboundTokenLifetime"), builder::outboundTokenLifetime);
    return builder;
  }

  private @Nullable Duration seconds(String setting) {
    Integer seconds = root.get(setting).integer();
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
