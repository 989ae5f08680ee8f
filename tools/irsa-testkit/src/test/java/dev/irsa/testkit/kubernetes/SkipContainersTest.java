package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The annotation {@code skip-containers}: the webhook reads one record of it with Go's CSV reader
 * and does not skip any container if that fails (amazon-eks-pod-identity-webhook, {@code
 * pkg/handler/handler.go}, {@code getContainersToSkip}). Go's {@code encoding/csv/reader.go}
 * defines a record.
 */
final class SkipContainersTest {

  /** The container names in the records below, and one that none of them contains. */
  private static final List<String> CONTAINERS =
      List.of("a", "b", " b", "b ", "", "a,b", "a\"b", "a\nb", "\"", "a b", "b\r", "other");

  private static final ServiceAccount ACCOUNT =
      ServiceAccount.of("default", "default")
          .withAnnotation("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/reader");

  static Stream<Arguments> records() {
    return Stream.of(
        arguments("a", List.of("a")),
        arguments("a,b", List.of("a", "b")),
        arguments("a, b", List.of("a", " b")),
        arguments("a,b ", List.of("a", "b ")),
        arguments("a,", List.of("a", "")),
        arguments(",", List.of("")),
        arguments("\"\"", List.of("")),
        arguments("\"a\",\"b\"", List.of("a", "b")),
        arguments("\"a,b\"", List.of("a,b")),
        arguments("\"a\"\"b\"", List.of("a\"b")),
        arguments("\"\"\"\"", List.of("\"")),
        arguments("\"a\nb\"", List.of("a\nb")),
        arguments("\"a\r\nb\"", List.of("a\nb")),
        arguments("a\nb", List.of("a")),
        arguments("a\r\nb", List.of("a")),
        arguments("a,\"b\"\nother", List.of("a", "b")),
        arguments("\n\r\n\na", List.of("a")),
        arguments("a,b\n", List.of("a", "b")),
        arguments("a,b\r", List.of("a", "b")),
        arguments("a,b\r\r\n", List.of("a", "b\r")),
        arguments("a b", List.of("a b")));
  }

  @ParameterizedTest
  @MethodSource("records")
  void namesAreTheFirstRecordOfTheText(String annotation, List<String> names) {
    assertEquals(
        CONTAINERS.stream().filter(names::contains).toList(),
        skipped(annotation, WebhookSettings.eks("eu-west-1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "\r\n\n", "\r", "a\"b", "a,b\"", "\"a", "\"a\"b", "\"a\" ,b", "\"a\n"})
  void textWithoutARecordIsAnErrorAndSkipsNothingInTheRealWebhook(String annotation) {
    var settings = WebhookSettings.eks("eu-west-1");

    assertThrows(MalformedDocumentException.class, () -> skipped(annotation, settings));
    assertEquals(List.of(), skipped(annotation, settings.ignoringMalformedAnnotations()));
  }

  private static List<String> skipped(String annotation, WebhookSettings settings) {
    var webhook = new PodWebhook((namespace, name) -> ACCOUNT, settings);
    var annotations = Map.of("eks.amazonaws.com/skip-containers", annotation);
    var containers = CONTAINERS.stream().map(name -> Map.of("name", name)).toList();
    var pod =
        Map.of(
            "metadata", Map.of("annotations", annotations),
            "spec", Map.of("containers", containers));
    var mutated = webhook.mutate(Pod.parse(JSONObjectUtils.toJSONString(pod)));
    return CONTAINERS.stream().filter(name -> mutated.environment(name).isEmpty()).toList();
  }
}
