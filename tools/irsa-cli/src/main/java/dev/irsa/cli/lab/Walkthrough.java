package dev.irsa.cli.lab;

import com.nimbusds.jwt.SignedJWT;
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
import javax.net.ssl.HttpsURLConnection;

/** Displays the setup of a pod before its first call, from the service account to the exchange. */
final class Walkthrough {
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final Stage stage;
  private final Outline outline;

  Walkthrough(Stage stage, Outline outline) {
    this.stage = stage;
    this.outline = outline;
  }

  void show() throws IOException, ParseException {
    if (stage.mechanism() == Mechanism.IRSA) {
      serviceAccount();
      mutatedPod();
      token("AWS_WEB_IDENTITY_TOKEN_FILE");
      issuer();
    } else {
      association();
      mutatedPod();
      token("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
      agent();
    }
  }

  private void association() throws ParseException {
    outline.step("The service account and its association, as created by eksctl");
    outline.command(
        "eksctl create podidentityassociation --namespace %s --service-account-name %s ..."
            .formatted(Stage.NAMESPACE, Stage.ACCOUNT));
    outline.detail("name", Stage.NAMESPACE + "/" + Stage.ACCOUNT + ", without annotations");
    for (PodIdentityAssociation each : stage.lab().associations()) {
      outline.detail("association", each.associationId());
      outline.detail("role", each.roleArn());
    }
    for (JsonObject statement :
        JsonObject.parse(stage.role().trustPolicy().json()).objects("Statement")) {
      outline.detail("the role trusts", statement.object("Principal").text("Service"));
      outline.detail("  to call", statement.text("Action"));
    }
  }

  private void serviceAccount() throws ParseException {
    outline.step("The service account, as created by eksctl");
    outline.command(
        "eksctl create iamserviceaccount --namespace %s --name %s --attach-policy-arn .../%s"
            .formatted(Stage.NAMESPACE, Stage.ACCOUNT, Stage.POLICY));
    outline.detail("name", Stage.NAMESPACE + "/" + Stage.ACCOUNT);
    stage.account().annotations().forEach(outline::detail);
    for (JsonObject statement :
        JsonObject.parse(stage.role().trustPolicy().json()).objects("Statement")) {
      trust(statement);
    }
  }

  private void trust(JsonObject statement) {
    outline.detail("the role trusts", statement.object("Principal").text("Federated"));
    JsonObject operators = statement.object("Condition");
    for (String operator : operators.names()) {
      operators
          .object(operator)
          .forEach(
              (key, value) -> outline.detail("  if " + operator, shortened(key) + " = " + value));
    }
  }

  private void mutatedPod() throws ParseException {
    outline.step("The pod, as mutated by the webhook");
    outline.command(
        "kubectl get pod %s -o json | jq '.spec.containers[].env, .spec.volumes'"
            .formatted(Stage.POD));
    JsonObject spec = JsonObject.parse(stage.pod().pod().toJson()).object("spec");
    JsonObject container = spec.objects("containers").get(0);
    for (JsonObject variable : container.objects("env")) {
      outline.detail(variable.text("name"), variable.text("value"));
    }
    for (JsonObject mount : container.objects("volumeMounts")) {
      outline.detail("mounts " + mount.text("name"), mount.text("mountPath"));
    }
    for (JsonObject volume : spec.objects("volumes")) {
      for (JsonObject source : volume.object("projected").objects("sources")) {
        source.forEach((kind, value) -> outline.detail("projected source", kind + " " + value));
      }
    }
  }

  private void token(String variable) throws IOException, ParseException {
    TokenVolume volume = stage.pod().tokenVolume();
    outline.step("The token in the volume, as written by kubelet");
    outline.command("cat $%s | jq -R 'split(\".\")[1] | @base64d'".formatted(variable));
    Path file = volume.tokenFile();
    outline.detail("on this machine", file.toString());
    outline.detail(
        "token -> " + Files.readSymbolicLink(file),
        "..data -> " + Files.readSymbolicLink(volume.directory().resolve("..data")));
    SignedJWT token = SignedJWT.parse(Files.readString(file, StandardCharsets.US_ASCII).strip());
    outline.detail("header", token.getHeader().toString());
    JsonObject.parse(token.getPayload().toString()).forEach(outline::detail);
  }

  private void agent() {
    outline.step("The agent on the node, which exchanges the token at EKS Auth");
    outline.command(
        "curl -H \"Authorization: $(cat $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)\""
            + " $AWS_CONTAINER_CREDENTIALS_FULL_URI");
    outline.detail("on this machine", stage.lab().agent().uri().toString());
    outline.detail("calls", "EKS Auth, AssumeRoleForPodIdentity");
    outline.detail("keeps", "the credentials for each token, and renews them by itself");
  }

  private void issuer() throws IOException, ParseException {
    URI issuer = stage.lab().issuer().issuer();
    outline.step("The cluster's OIDC document, with which STS verifies the token");
    outline.command("curl -s $IDP" + DISCOVERY);
    JsonObject.parse(get(URI.create(issuer + DISCOVERY))).forEach(outline::detail);
    for (JsonObject key : JsonObject.parse(get(URI.create(issuer + "/keys"))).objects("keys")) {
      outline.detail("key " + key.text("alg"), "kid " + key.text("kid"));
    }
  }

  /** Fetches a document from its public URL, which the lab's proxy serves. */
  private String get(URI uri) throws IOException {
    Proxy proxy = new Proxy(Proxy.Type.HTTP, stage.lab().proxy().address());
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection(proxy);
    connection.setSSLSocketFactory(stage.lab().sslContext().getSocketFactory());
    connection.setRequestProperty("Connection", "close");
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String shortened(String key) {
    return key.replaceFirst("^oidc\\.eks\\..*/id/(.{4}).*:", "<issuer $1...>:");
  }
}
