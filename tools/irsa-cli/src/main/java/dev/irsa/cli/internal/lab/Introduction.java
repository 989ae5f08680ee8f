package dev.irsa.cli.internal.lab;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.testkit.kubernetes.TokenVolume;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Displays what a run is about, before it: for the demonstration each step of the setup of a pod
 * before its first call, from the service account to the exchange, with aligned details.
 */
final class Introduction {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int NAME_WIDTH = 28;
  private static final int PARAGRAPH_WIDTH = 76;

  private final Screen screen;
  private int steps;

  Introduction(Screen screen) {
    this.screen = screen;
  }

  void show(LabRun run, LabPod pod) throws IOException, ParseException {
    if (run.scenario() != Scenario.DEMONSTRATION) {
      title("irsa lab, scenario " + run.scenario());
      paragraph(run.scenario().situation());
      paragraph(
          run.peer() == null
              ? "The pod has this project's provider chain."
              : "Two pods meet it at the same moment, each in a lab of its own: one with this"
                  + " project's provider chain, one with the default chain of %s. The claims are on"
                      .formatted(run.peer().title())
                  + " the first one; the second one is measured beside it.");
      return;
    }
    title("irsa lab: the life cycle of a pod's credentials, entirely on loopback");
    if (pod.mechanism() == Mechanism.IRSA) {
      serviceAccount(pod);
      mutatedPod(pod);
      token(pod, "AWS_WEB_IDENTITY_TOKEN_FILE");
      issuer(pod);
    } else {
      association(pod);
      mutatedPod(pod);
      token(pod, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
      agent(pod);
    }
    process(pod);
  }

  private void association(LabPod pod) throws ParseException {
    step("The service account and its association, as created by eksctl");
    command(
        "eksctl create podidentityassociation --namespace %s --service-account-name %s ..."
            .formatted(LabPod.NAMESPACE, LabPod.ACCOUNT));
    detail("name", LabPod.NAMESPACE + "/" + LabPod.ACCOUNT + ", without annotations");
    for (PodIdentityAssociation each : pod.lab().associations()) {
      detail("association", each.associationId());
      detail("role", each.roleArn());
    }
    for (Map<String, Object> statement : statements(pod)) {
      detail("the role trusts", object(statement, "Principal").get("Service"));
      detail("  to call", statement.get("Action"));
    }
  }

  private void serviceAccount(LabPod pod) throws ParseException {
    step("The service account, as created by eksctl");
    command(
        "eksctl create iamserviceaccount --namespace %s --name %s --attach-policy-arn .../%s"
            .formatted(LabPod.NAMESPACE, LabPod.ACCOUNT, LabPod.POLICY));
    detail("name", LabPod.NAMESPACE + "/" + LabPod.ACCOUNT);
    pod.account().annotations().forEach(this::detail);
    for (Map<String, Object> statement : statements(pod)) {
      detail("the role trusts", object(statement, "Principal").get("Federated"));
      Map<String, Object> conditions = object(statement, "Condition");
      for (String operator : conditions.keySet()) {
        object(conditions, operator)
            .forEach(
                (key, value) -> detail("  if " + operator, withoutIssuer(key) + " = " + value));
      }
    }
  }

  private static List<Map<String, Object>> statements(LabPod pod) throws ParseException {
    return objects(JSONObjectUtils.parse(pod.role().trustPolicy().json()), "Statement");
  }

  private static String withoutIssuer(String key) {
    return key.replaceFirst("^oidc\\.eks\\..*/id/(.{4}).*:", "<issuer $1...>:");
  }

  private void mutatedPod(LabPod pod) throws ParseException {
    step("The pod, as mutated by the webhook");
    command(
        "kubectl get pod %s -o json | jq '.spec.containers[].env, .spec.volumes'"
            .formatted(LabPod.POD));
    Map<String, Object> spec =
        object(JSONObjectUtils.parse(pod.environment().pod().toJson()), "spec");
    Map<String, Object> container = objects(spec, "containers").get(0);
    for (Map<String, Object> variable : objects(container, "env")) {
      detail(String.valueOf(variable.get("name")), variable.get("value"));
    }
    for (Map<String, Object> mount : objects(container, "volumeMounts")) {
      detail("mounts " + mount.get("name"), mount.get("mountPath"));
    }
    for (Map<String, Object> volume : objects(spec, "volumes")) {
      for (Map<String, Object> source : objects(object(volume, "projected"), "sources")) {
        source.forEach((kind, value) -> detail("projected source", kind + " " + text(value)));
      }
    }
  }

  private void token(LabPod pod, String variable) throws IOException, ParseException {
    TokenVolume volume = pod.environment().tokenVolume();
    step("The token in the volume, as written by kubelet");
    command("cat $%s | jq -R 'split(\".\")[1] | @base64d'".formatted(variable));
    Path file = volume.tokenFile();
    detail("on this machine", file);
    detail(
        "token -> " + Files.readSymbolicLink(file),
        "..data -> " + Files.readSymbolicLink(volume.directory().resolve("..data")));
    SignedJWT token = SignedJWT.parse(Files.readString(file, StandardCharsets.US_ASCII).strip());
    detail("header", token.getHeader());
    JSONObjectUtils.parse(token.getPayload().toString()).forEach(this::detail);
  }

  private void agent(LabPod pod) {
    step("The agent on the node, which exchanges the token at EKS Auth");
    command(
        "curl -H \"Authorization: $(cat $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)\""
            + " $AWS_CONTAINER_CREDENTIALS_FULL_URI");
    detail("on this machine", pod.lab().agent().uri());
    detail("calls", "EKS Auth, AssumeRoleForPodIdentity");
    detail("keeps", "the credentials for each token, and renews them by itself");
  }

  private void issuer(LabPod pod) throws IOException, ParseException {
    URI issuer = pod.lab().issuer().issuer();
    step("The cluster's OIDC document, with which STS verifies the token");
    command("curl -s $IDP" + DISCOVERY);
    JSONObjectUtils.parse(get(pod, issuer + DISCOVERY)).forEach(this::detail);
    for (Map<String, Object> key :
        objects(JSONObjectUtils.parse(get(pod, issuer + "/keys")), "keys")) {
      detail("key " + key.get("alg"), "kid " + key.get("kid"));
    }
  }

  /** Fetches a document from its public URL, which the lab's proxy serves. */
  private static String get(LabPod pod, String url) throws IOException {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, pod.lab().proxy().address());
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(url).toURL().openConnection(proxy);
    connection.setSSLSocketFactory(pod.lab().sslContext().getSocketFactory());
    connection.setRequestProperty("Connection", "close");
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void process(LabPod pod) {
    boolean irsa = pod.mechanism() == Mechanism.IRSA;
    step("The pod runs in a separate JVM, with AWS SDK for Java 2.x and 1.x");
    paragraph(
        "Its environment has only the variables that the webhook injected, and HOSTNAME. Only "
            + (irsa
                ? "the token file's path differs: it is the one on this machine."
                : "the token's path and the agent's port are those on this machine.")
            + " These variables and options, absent on EKS, direct the pod to the lab instead of"
            + " AWS:");
    pod.labVariables().forEach(this::detail);
    pod.jvmArguments().forEach(argument -> detail("JVM option", argument));
    long session = Script.SESSION.toSeconds();
    paragraph(
        "The lab uses short lifetimes: tokens live %d s instead of a day, sessions %d s instead of "
                .formatted(Script.TOKEN.toSeconds(), session)
            + (irsa
                    ? "an hour. STS fails only for the exchange (%s), since the calls that verify the"
                        + " credentials go to STS as well."
                    : "6 h, and the agent keeps them for half of that instead of 3 h. When EKS Auth"
                        + " fails, the agent is restarted as well, since it would serve what it keeps.")
                .formatted(pod.mechanism().exchange()));
  }

  @SuppressWarnings("unchecked") // members of a JSON object
  private static Map<String, Object> object(Map<String, Object> parent, String member) {
    return parent.get(member) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // members of a JSON object
  private static List<Map<String, Object>> objects(Map<String, Object> parent, String member) {
    return parent.get(member) instanceof List<?> list
        ? (List<Map<String, Object>>) list
        : List.of();
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static String text(@Nullable Object value) {
    return value instanceof Map<?, ?> object
        ? JSONObjectUtils.toJSONString((Map<String, Object>) object)
        : String.valueOf(value);
  }

  private void title(String text) {
    screen.line(Text.empty().bold(text));
  }

  private void step(String text) {
    steps++;
    screen.line(Text.empty());
    screen.line(Text.empty().bold(steps + ". " + text));
  }

  /** Displays the command that shows the same on a real cluster. */
  private void command(String text) {
    screen.line(Text.of("   ").dim("$ " + text));
  }

  private void detail(String name, @Nullable Object value) {
    int space = Math.max(1, NAME_WIDTH - name.length());
    screen.line(Text.of("   ").add(name + " ".repeat(space), Style.NAME).plain(text(value)));
  }

  /** Displays a text on as many lines as it needs. */
  private void paragraph(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= PARAGRAPH_WIDTH) {
        screen.line(Text.of("   ").dim(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    screen.line(Text.of("   ").dim(line.toString()));
  }
}
