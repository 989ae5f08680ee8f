package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The annotation {@code skip-containers}. The webhook reads one record of it with Go's {@code
 * encoding/csv}, and skips no container if that fails ({@code getContainersToSkip} of
 * amazon-eks-pod-identity-webhook).
 */
final class SkipContainersTest {
  private static final List<String> CONTAINERS = List.of("a", "b", "a-b");
  private static final ServiceAccount ACCOUNT =
      ServiceAccount.of("default", "default")
          .withAnnotation("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/reader");

  /** A pilcrow stands for a line feed, a left arrow for a carriage return. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a|a",
        "a,b|a b",
        "a, b|a",
        "a,b |a",
        "a,|a",
        ",|``",
        "\"\"|``",
        "\"a\",\"b\"|a b",
        "\"a,b\"|``",
        "\"a\"\"b\",b|b",
        "\"a¶\",b|b",
        "\"a←¶\",b|b",
        "a¶b|a",
        "a←¶b|a",
        "a,\"b\"¶a-b|a b",
        "¶←¶¶a|a",
        "a,b¶|a b",
        "a,b←|a b",
        "a,b←←¶|a",
        "a b|``"
      })
  void namesAreTheFirstRecord(String annotation, String names) {
    assertEquals(names, String.join(" ", skipped(annotation)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "¶", "←¶¶", "←", "a\"b", "a,b\"", "\"a", "\"a\"b", "\"a\" ,b", "\"a¶"})
  void textWithoutARecordIsAnError(String annotation) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> skipped(annotation));
    assertTrue(
        failure
            .getMessage()
            .startsWith("$.metadata.annotations['eks.amazonaws.com/skip-containers']: "),
        failure::getMessage);
  }

  /** The container b is an init container. */
  private static List<String> skipped(String annotation) {
    String text = annotation.replace('¶', '\n').replace('←', '\r');
    Pod pod =
        Pod.parse(
            JSONObjectUtils.toJSONString(
                Map.of(
                    "metadata",
                    Map.of("annotations", Map.of("eks.amazonaws.com/skip-containers", text)),
                    "spec",
                    Map.of(
                        "initContainers",
                        List.of(Map.of("name", "b")),
                        "containers",
                        List.of(Map.of("name", "a"), Map.of("name", "a-b"))))));
    Pod mutated =
        new PodWebhook((namespace, name) -> ACCOUNT, WebhookSettings.eks("eu-west-1")).mutate(pod);
    return CONTAINERS.stream().filter(name -> mutated.environment(name).isEmpty()).toList();
  }
}
