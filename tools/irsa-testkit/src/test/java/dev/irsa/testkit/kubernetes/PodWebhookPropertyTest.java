package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class PodWebhookPropertyTest {

  private static final ServiceAccount ACCOUNT =
      ServiceAccount.of("default", "default")
          .withAnnotation("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/reader");
  private static final List<String> NAMES =
      List.of(
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_REGION",
          "AWS_DEFAULT_REGION",
          "AWS_STS_REGIONAL_ENDPOINTS",
          "OTHER");

  private final PodWebhook webhook =
      new PodWebhook((namespace, name) -> ACCOUNT, WebhookSettings.eks("eu-west-1"));

  @Property
  void existingVariablesAreKeptAndComeFirst(@ForAll("pods") String json) {
    var before = Pod.parse(json);

    var after = webhook.mutate(before);

    for (var container : before.containers()) {
      var name = container.member("name").text();
      var kept = List.copyOf(before.environment(name).entrySet());
      var all = List.copyOf(after.environment(name).entrySet());
      assertEquals(kept, all.subList(0, kept.size()));
    }
  }

  @Property
  void roleAndTokenFileAreSetTogetherOrNotAtAll(@ForAll("pods") String json) {
    var before = Pod.parse(json);

    var after = webhook.mutate(before);

    for (var container : before.containers()) {
      var name = container.member("name").text();
      var added = new LinkedHashMap<>(after.environment(name));
      added.keySet().removeAll(before.environment(name).keySet());
      assertEquals(
          added.containsKey("AWS_ROLE_ARN"), added.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE"));
      assertEquals(added.containsKey("AWS_REGION"), added.containsKey("AWS_DEFAULT_REGION"));
      assertTrue(NAMES.containsAll(added.keySet()));
    }
  }

  @Property
  void mutationIsIdempotent(@ForAll("pods") String json) {
    var once = webhook.mutate(json);

    assertEquals(once, webhook.mutate(once));
    assertTrue(Pod.parse(once).tokenProjection().isPresent());
  }

  @Provide
  Arbitrary<String> pods() {
    var containers = containers();
    return Combinators.combine(
            containers.list().ofMaxSize(2), containers.list().ofMinSize(1).ofMaxSize(3))
        .as(PodWebhookPropertyTest::pod);
  }

  private static Arbitrary<Set<String>> containers() {
    return Arbitraries.of(NAMES).set();
  }

  private static String pod(List<Set<String>> initContainers, List<Set<String>> containers) {
    var spec =
        Map.of(
            "initContainers",
            containers("init", initContainers),
            "containers",
            containers("main", containers));
    return JSONObjectUtils.toJSONString(Map.of("spec", spec));
  }

  private static List<Object> containers(String prefix, List<Set<String>> environments) {
    var containers = new ArrayList<Object>();
    for (var environment : environments) {
      var variables =
          environment.stream().map(name -> Map.of("name", name, "value", "mine")).toList();
      containers.add(Map.of("name", prefix + containers.size(), "env", variables));
    }
    return containers;
  }
}
