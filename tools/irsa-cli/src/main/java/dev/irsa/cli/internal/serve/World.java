package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.cli.internal.serve.YamlDocument.Place;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.doctor.internal.text.BoundedFile;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The content of a world file: settings of a lab, and what is added to one. */
final class World {
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
  private static final int MOST_BYTES = 4 * YamlDocument.LARGEST;

  private static final List<String> SETTINGS =
      List.of("region", "accountId", "clusterName", "issuer", "tokenLifetime", "sessionLifetime");

  private final YamlDocument document;
  private final WorldFile file;
  private final Place root;

  private World(YamlDocument document) {
    this.document = document;
    this.file = document.as(WorldFile.class);
    this.root = document.root();
  }

  /** Returns the world without a file: the service account default/my-sa, and a bucket. */
  static World standard(boolean podIdentity) {
    return read("standard", podIdentity ? STANDARD_OF_POD_IDENTITY : STANDARD);
  }

  /**
   * Reads a world.
   *
   * @param name the document's name in messages
   * @throws InvalidInputException if it is malformed
   */
  static World read(String name, String text) {
    return new World(YamlDocument.read(name, text));
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static World read(Path file) {
    String name = file.toString();
    return read(name, BoundedFile.utf8(name, BoundedFile.required(file, MOST_BYTES)));
  }

  /** Requires that it only adds to a lab. */
  void requireNoSettings() {
    JsonNode members = document.as(JsonNode.class);
    for (String setting : SETTINGS) {
      root.member(setting)
          .require(!members.hasNonNull(setting), "can only be set when the lab is started");
    }
  }

  /** Returns the builder of a lab with the settings, and nothing in it yet. */
  IrsaLab.Builder builder() {
    IrsaLab.Builder builder = IrsaLab.builder();
    set(file.region(), builder::region);
    set(file.accountId(), builder::accountId);
    set(file.clusterName(), builder::clusterName);
    set(file.issuer(), url -> builder.issuer(url(root.member("issuer"), url)));
    set(
        seconds(root.member("tokenLifetime"), file.tokenLifetime(), 1, 86_400),
        builder::tokenLifetime);
    set(
        seconds(root.member("sessionLifetime"), file.sessionLifetime(), 1, 86_400),
        builder::sessionLifetime);
    return builder;
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null && !value.equals("")) {
      setter.accept(value);
    }
  }

  /** Returns an optional duration. */
  static @Nullable Duration seconds(Place at, @Nullable Integer seconds, int least, int most) {
    if (seconds == null) {
      return null;
    }
    if (seconds < least || seconds > most) {
      throw at.unexpected("%d to %d seconds".formatted(least, most), seconds.toString());
    }
    return Duration.ofSeconds(seconds);
  }

  /** Returns an https URL. */
  static URI url(Place at, @Nullable String text) {
    try {
      URI url = new URI(String.valueOf(text));
      if ("https".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below; the parser's message adds nothing.
    }
    throw at.unexpected("an https URL", text);
  }

  /**
   * Starts this lab.
   *
   * @throws InvalidInputException if the lab refuses a setting
   * @throws UncheckedIOException if a port is not free
   */
  IrsaLab start(IrsaLab.Network network) {
    try {
      return builder().network(network).start();
    } catch (IllegalArgumentException e) {
      throw root.invalid(e);
    }
  }

  /** Returns the manifest of a pod for a service account, of the same name. */
  static String manifest(ServiceAccount account) {
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%1$s", "namespace": "%2$s"},
         "spec": {"serviceAccountName": "%1$s",
                  "containers": [{"name": "app", "image": "example.com/app:1"}]}}
        """
        .formatted(account.name(), account.namespace());
  }

  /**
   * Checks what is to be added to a lab.
   *
   * @throws InvalidInputException if anything is malformed, exists already, or refers to what does
   *     not exist
   */
  Addition check(IrsaLab lab) {
    return new Addition(lab, file, root);
  }
}
