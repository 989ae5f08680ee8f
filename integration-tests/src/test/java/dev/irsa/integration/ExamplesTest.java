package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks that the files in {@code examples/} are consistent with each other and with this version.
 */
class ExamplesTest {

  private static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  private static final String ROLE = "eks.amazonaws.com/role-arn";

  private final Map<String, Object> account = yaml("service-account.yaml");
  private final Map<String, Object> pod = yaml("pod.yaml");
  private final String submit = text("examples/spark-submit");

  private static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> yaml(String file) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text("examples/" + file));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.get(name);
  }

  private static String metadata(Map<String, Object> document, String name) {
    return (String) object(document, "metadata").get(name);
  }

  private String roleArn() {
    return (String) object(object(account, "metadata"), "annotations").get(ROLE);
  }

  /** Returns a version that the build pins, for all modules or for the engines. */
  private static String pinned(String property) {
    return first(
        "<%s>([^<]+)</".formatted(Pattern.quote(property)),
        text("pom.xml") + text("integration-tests/engines/pom.xml"));
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), () -> "no " + pattern + " in:\n" + text);
    return matcher.group(1);
  }

  @Test
  void podUsesTheServiceAccountOfTheOtherFiles() {
    try (IrsaLab lab = IrsaLab.start()) {
      lab.apply(
          ServiceAccount.of(metadata(account, "namespace"), metadata(account, "name"))
              .withAnnotation(ROLE, roleArn()));

      PodEnvironment started = lab.startPod(JSONObjectUtils.toJSONString(pod));

      assertEquals(roleArn(), started.variables().get("AWS_ROLE_ARN"));
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void theAgentIsWhereTheJvmLooksForIt() {
    Map<String, Object> spec = object(yaml("agent/init-container.yaml"), "spec");
    String copied =
        ((List<Map<String, Object>>) spec.get("initContainers")).get(0).get("command").toString();
    Map<String, Object> app = ((List<Map<String, Object>>) spec.get("containers")).get(0);
    Map<String, Object> option = ((List<Map<String, Object>>) app.get("env")).get(0);

    assertEquals(metadata(account, "name"), spec.get("serviceAccountName"));
    assertEquals("JAVA_TOOL_OPTIONS", option.get("name"));
    String jar = first("-javaagent:(\\S+)", option.get("value").toString());
    assertTrue(copied.endsWith(", " + jar + "]"), copied);
    assertTrue(
        copied.contains("/irsa-agent-" + System.getProperty("irsa.test.version") + ".jar"), copied);
  }

  @Test
  @SuppressWarnings("unchecked")
  void eksctlCreatesTheSameServiceAccountAndRole() {
    Map<String, Object> iam = object(yaml("cluster.yaml"), "iam");
    Map<String, Object> made = ((List<Map<String, Object>>) iam.get("serviceAccounts")).get(0);

    assertEquals(true, iam.get("withOIDC"));
    assertEquals(metadata(account, "name"), metadata(made, "name"));
    assertEquals(metadata(account, "namespace"), metadata(made, "namespace"));
    assertTrue(roleArn().endsWith(":role/" + made.get("roleName")), roleArn());
  }

  @Test
  void podIdentityNamesTheSameRoleAndServiceAccount() {
    String script = text("examples/pod-identity");

    assertEquals(roleArn(), first("--role-arn (\\S+)", script));
    assertTrue(roleArn().endsWith(":role/" + first("--role-name (\\S+)", script)), roleArn());
    assertEquals(metadata(account, "namespace"), first("--namespace (\\S+)", script));
    assertEquals(metadata(account, "name"), first("--service-account (\\S+)", script));
  }

  @Test
  void submitRunsAsTheServiceAccount() {
    assertEquals(
        metadata(account, "name"),
        first("authenticate\\.driver\\.serviceAccountName=(\\S+)", submit));
    assertEquals(metadata(account, "namespace"), first("kubernetes\\.namespace=(\\S+)", submit));
  }

  @Test
  void submitUsesTheBundleOfThisVersionAndTheTestedSpark() {
    assertEquals(
        System.getProperty("irsa.test.version"),
        first("dev\\.irsa:irsa-sdk-v2-bundle:([^\\s,]+)", submit));
    assertEquals(pinned("hadoop-v2.version"), first("hadoop-aws:([^\\s,]+)", submit));
    assertEquals(pinned("spark.version"), first("image=spark:(\\S+)", submit));
  }

  /** Profile engines tests that our provider works with this SDK. */
  @Test
  void hadoopOfTheSubmitUsesASupportedSdk() {
    Version brought = Version.parse(pinned("aws-sdk-v2-hadoop.version"));
    Version oldest = Version.parse(pinned("aws-sdk-v2-oldest.version"));

    assertTrue(brought.compareTo(oldest) >= 0, () -> brought + " is older than " + oldest);
    assertTrue(text("docs/adopting.md").contains(brought + " in " + pinned("hadoop-v2.version")));
  }
}
