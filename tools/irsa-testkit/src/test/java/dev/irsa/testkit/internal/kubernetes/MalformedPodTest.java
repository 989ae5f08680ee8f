package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.kubernetes.ServiceAccount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MalformedPodTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '´',
      value = {
        "not json | $: expected a JSON object, found other text",
        "[] | $: expected a JSON object, found other text",
        "null | $: expected a JSON object, found other text",
        "{'spec': | $: expected a JSON object, found other text",
        "{} | $.spec.containers: expected at least one container, found nothing",
        "{'spec': []} | $.spec: expected an object, found an array",
        "{'spec': {'containers': []}} | $.spec.containers: expected at least one container, found an array",
        "{'spec': {'containers': {}}} | $.spec.containers: expected an array, found an object",
        "{'spec': {'containers': ['x']}} | $.spec.containers[0]: expected an object, found a string",
        "{'spec': {'containers': [{}]}} | $.spec.containers[0].name: expected a string, found nothing",
        "{'spec': {'containers': [{'name': 'a'}, {'name': 'b', 'env': 'x'}]}}"
            + " | $.spec.containers[1].env: expected an array, found a string",
        "{'spec': {'containers': [{'name': 'a', 'env': [{'name': 7}]}]}}"
            + " | $.spec.containers[0].env[0].name: expected a string, found a number",
        "{'spec': {'containers': [{'name': 'a', 'volumeMounts': [true]}]}}"
            + " | $.spec.containers[0].volumeMounts[0]: expected an object, found a boolean",
        "{'spec': {'containers': [{'name': 'a'}], 'initContainers': [{'name': []}]}}"
            + " | $.spec.initContainers[0].name: expected a string, found an array",
        "{'spec': {'containers': [{'name': 'a.b'}]}}"
            + " | $.spec.containers[0].name: expected a DNS label, found `a.b`",
        "{'spec': {'containers': [{'name': 'a'}], 'initContainers': [{'name': '../../x'}]}}"
            + " | $.spec.initContainers[0].name: expected a DNS label, found `../../x`",
        "{'spec': {'containers': [{'name': 'a'}], 'volumes': [{}]}}"
            + " | $.spec.volumes[0].name: expected a string, found nothing",
        "{'spec': {'containers': [{'name': 'a'}], 'serviceAccountName': 1}}"
            + " | $.spec.serviceAccountName: expected a string, found a number",
        "{'metadata': 'x', 'spec': {'containers': [{'name': 'a'}]}}"
            + " | $.metadata: expected an object, found a string",
        "{'metadata': {'annotations': {'eks.amazonaws.com/token-expiration': 3600}}, 'spec': {'containers': [{'name': 'a'}]}}"
            + " | $.metadata.annotations['eks.amazonaws.com/token-expiration']: expected a string, found a number",
        "{'spec': {'containers': [{'name': 'a'}], 'volumes': [{'name': 'aws-iam-token', 'projected':"
            + " {'sources': [{'serviceAccountToken': {'path': 'token', 'expirationSeconds': '1'}}]}}]}}"
            + " | $.spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds:"
            + " expected an integer, found a string",
      })
  void errorNamesThePathTheExpectedAndTheFoundValue(String pod, String expected) {
    String message = expected.replace('`', '"');
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> Pod.parse(pod.replace('\'', '"')));

    assertEquals(message, thrown.getMessage());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "token-expiration | 1h | seconds",
        "token-expiration | 99999999999999999999 | seconds",
        "sts-regional-endpoints | yes | true or false",
        "role-arn | arn:aws:iam::1:role/x | the ARN of an IAM role",
      })
  void malformedAnnotationsOfTheAccountAreErrors(String name, String value, String expected) {
    var account =
        ServiceAccount.of("default", "my-sa")
            .withAnnotation("eks.amazonaws.com/role-arn", ROLE)
            .withAnnotation("eks.amazonaws.com/" + name, value);
    var webhook = new PodWebhook((namespace, unused) -> account, WebhookSettings.eks("eu-west-1"));
    var pod = "{\"spec\": {\"containers\": [{\"name\": \"main\"}]}}";

    var thrown = assertThrows(IllegalArgumentException.class, () -> webhook.mutate(pod));

    assertEquals(
        "ServiceAccount default/my-sa $.metadata.annotations['eks.amazonaws.com/%s']: expected %s, found \"%s\""
            .formatted(name, expected, value),
        thrown.getMessage());
  }
}
