package dev.irsa.cli.internal.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.testkit.kubernetes.TokenVolume;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;

/**
 * Displays what a run is about, before it: for the demonstration each step of the setup of a pod
 * before its first call, from the service account to the exchange, with the documents themselves.
 */
final class Introduction {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int NAME_WIDTH = 28;
  private static final int PARAGRAPH_WIDTH = 76;

  private final Screen screen;
  private int steps;

  Introduction(Screen screen) {
    this.screen = screen;
  }

  void show(ScenarioRun run, LabPod pod) throws IOException, ParseException {
    if (run.scenario() != Scenario.DEMONSTRATION) {
      title("irsa lab, scenario " + run.scenario());
      paragraph(run.scenario().situation());
      paragraph(
          run.comparedSdk() == null
              ? "The pod has this project's provider chain."
              : "Two pods meet it at the same moment, each in a lab of its own: one with this"
                  + " project's provider chain, one with the default chain of %s. The claims are on"
                      .formatted(run.comparedSdk().title())
                  + " the first one; the second one is measured beside it.");
      return;
    }
    title("irsa lab: the life cycle of a pod's credentials, entirely on loopback");
    boolean irsa = pod.source() == CredentialSource.IRSA;
    step("The service account and its role, as created by eksctl");
    command(
        "eksctl create %s --namespace %s --%sname %s ..."
            .formatted(
                irsa ? "iamserviceaccount" : "podidentityassociation",
                LabPod.NAMESPACE,
                irsa ? "" : "service-account-",
                LabPod.ACCOUNT));
    pod.account().annotations().forEach(this::detail);
    pod.lab().associations().forEach(each -> detail(each.associationId(), each.roleArn()));
    document(JSON.readTree(pod.role().trustPolicy().json()).path("Statement").path(0));
    mutatedPod(pod);
    token(pod, irsa ? "AWS_WEB_IDENTITY_TOKEN_FILE" : "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    if (irsa) {
      issuer(pod);
    } else {
      agent(pod);
    }
    process(pod, irsa);
  }

  private void mutatedPod(LabPod pod) throws IOException {
    step("The pod, as mutated by the webhook");
    command(
        "kubectl get pod %s -o json | jq '.spec.containers[].env, .spec.volumes'"
            .formatted(LabPod.POD));
    JsonNode spec = JSON.readTree(pod.environment().pod().toJson()).path("spec");
    for (JsonNode variable : spec.path("containers").path(0).path("env")) {
      detail(variable.path("name").asText(), variable.path("value").asText());
    }
    spec.path("volumes").forEach(this::document);
  }

  private void token(LabPod pod, String variable) throws IOException, ParseException {
    TokenVolume volume = pod.environment().tokenVolume();
    step("The token in the volume, as written by kubelet");
    command("cat $%s | jq -R 'split(\".\")[1] | @base64d'".formatted(variable));
    detail("on this machine", volume.tokenFile());
    detail(
        "which leads to",
        volume.directory().toRealPath().relativize(volume.tokenFile().toRealPath()));
    String token = Files.readString(volume.tokenFile(), StandardCharsets.US_ASCII).strip();
    document(JSON.readTree(SignedJWT.parse(token).getPayload().toString()));
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

  private void issuer(LabPod pod) throws IOException {
    String issuer = pod.lab().oidc().plainUri() + pod.lab().issuer().issuer().getPath();
    step("The cluster's OIDC document, with which STS verifies the token");
    command("curl -s $IDP" + DISCOVERY);
    document(read(issuer + DISCOVERY));
    for (JsonNode key : read(issuer + "/keys").path("keys")) {
      detail("key " + key.path("alg").asText(), "kid " + key.path("kid").asText());
    }
  }

  private static JsonNode read(String url) throws IOException {
    try (InputStream body = new URL(url).openStream()) {
      return JSON.readTree(body);
    }
  }

  private void process(LabPod pod, boolean irsa) {
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
    long session = ScenarioSteps.SESSION.toSeconds();
    paragraph(
        "The lab uses short lifetimes: tokens live %d s instead of a day, sessions %d s instead of "
                .formatted(ScenarioSteps.TOKEN.toSeconds(), session)
            + (irsa
                    ? "an hour. STS fails only for the exchange (%s), since the calls that verify the"
                        + " credentials go to STS as well."
                    : "6 h, and the agent keeps them for half of that instead of 3 h. When EKS Auth"
                        + " fails, the agent is restarted as well, since it would serve what it keeps.")
                .formatted(pod.source().exchange()));
  }

  private void title(String text) {
    screen.line(Text.empty().bold(text));
  }

  private void step(String text) {
    steps++;
    screen.line(Text.empty());
    title(steps + ". " + text);
  }

  /** Displays the command that shows the same on a real cluster. */
  private void command(String text) {
    screen.line(Text.of("   ").dim("$ " + text));
  }

  private void document(JsonNode object) {
    if (object instanceof ObjectNode members) {
      members.properties().forEach(member -> detail(member.getKey(), text(member.getValue())));
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private void detail(String name, Object value) {
    int space = Math.max(1, NAME_WIDTH - name.length());
    screen.line(Text.of("   ").add(name + " ".repeat(space), Style.NAME).plain(value.toString()));
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
