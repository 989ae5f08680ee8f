package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.cli.internal.CommandContext;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.server.RequestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityCommandsTest {
  private IrsaLab lab;
  private PodEnvironment pod;

  @BeforeEach
  void startPod() {
    lab = IrsaLab.start();
    pod = lab.startPod(lab.createServiceAccount("default", "my-sa"));
  }

  @AfterEach
  void closeLab() {
    lab.close();
  }

  private Console run(Map<String, String> environment, String... arguments) {
    Console console = Console.pipe(environment);
    assertEquals(0, console.run(arguments), console::err);
    assertEquals("", console.err());
    return console;
  }

  @ParameterizedTest
  @CsvSource({
    "false, AssumeRoleWithWebIdentity, irsa-pod, 59",
    "true, AssumeRoleForPodIdentity, eks-myeks-pod, 359"
  })
  void whoamiPrintsTheRoleAsStsSeesIt(
      boolean podIdentity, String exchange, String session, int minutes) {
    PodEnvironment one =
        podIdentity ? lab.startPod(lab.createPodIdentityServiceAccount("default", "other")) : pod;
    List<String> lines = run(one.exports(), "whoami").out().lines().toList();
    RequestRecord issued = lab.requests().of(exchange).get(0);

    assertEquals("account   111122223333", lines.get(0));
    assertEquals("arn       " + issued.callerArn(), lines.get(1));
    assertTrue(lines.get(2).matches("user id   AROA\\w+:" + session + "-.*"), lines.get(2));
    assertEquals("session   " + issued.callerArn().replaceFirst(".*/", ""), lines.get(3));
    assertTrue(
        lines.get(4).matches("expires   .*Z \\(in " + minutes + " min \\d+ s\\)"), lines.get(4));
    assertEquals(1, lab.requests().count("GetCallerIdentity"));
  }

  @Test
  void whoamiWithoutARegionSaysWhichVariableIsMissing() {
    PodEnvironment one = lab.startPod(lab.createPodIdentityServiceAccount("default", "other"));
    Map<String, String> variables = new HashMap<>(one.exports());
    List.of("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_STS").forEach(variables::remove);
    Console console = Console.pipe(variables);

    assertEquals(1, console.run("whoami"));
    assertTrue(console.err().contains("AWS_REGION or AWS_DEFAULT_REGION: neither is set"));
  }

  @Test
  void credentialsArePrintedAsCredentialProcessExpectsThem() throws Exception {
    Console console = run(pod.exports(), "credentials");
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals(1L, document.get("Version"));
    assertEquals(issuedKey(), document.get("AccessKeyId"));
    assertEquals("111122223333", document.get("AccountId"));
    assertTrue(
        document.keySet().containsAll(List.of("SecretAccessKey", "SessionToken", "Expiration")));
  }

  @Test
  void credentialsForShellsAreExportLines() {
    Console console = run(pod.exports(), "credentials", "--format", "env");
    List<String> lines = console.out().lines().toList();
    assertEquals("export AWS_ACCESS_KEY_ID=" + issuedKey(), lines.get(0));
    assertEquals(4, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.startsWith("export AWS_")));
  }

  @Test
  void credentialsAsJsonIncludeTheRole() throws Exception {
    Console console = run(pod.exports(), "credentials", "--format", "json");
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertEquals(issuedKey(), document.get("accessKeyId"));
    assertEquals(
        lab.requests().of("AssumeRoleWithWebIdentity").get(0).callerArn(),
        document.get("assumedRoleArn"));
  }

  @Test
  void aTokenIsPrintedForItsAudienceWithItsTags() throws Exception {
    lab.allowOutboundTokens(lab.serviceAccount("default", "my-sa").orElseThrow());
    String[] options = {"--duration", "600", "--algorithm", "es384", "--tag", "team=shop"};
    List<String> command = new ArrayList<>(List.of("token", "--audience", "a", "--audience", "b"));
    command.addAll(List.of(options));

    SignedJWT token =
        SignedJWT.parse(run(pod.exports(), command.toArray(String[]::new)).out().strip());

    assertEquals(JWSAlgorithm.ES384, token.getHeader().getAlgorithm());
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertEquals(List.of("a", "b"), claims.getAudience());
    assertEquals(
        Duration.ofMinutes(10),
        Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
    assertTrue(claims.toString().contains("shop"), claims::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "token, 2, Missing required option: '--audience=AUDIENCE'",
    "token --audience a --duration 59, 1, use 60 to 3600 whole seconds",
    "token --audience a --algorithm none, 2, expected one of [RS256; ES384]",
    "token --audience a, 1, sts:GetWebIdentityToken"
  })
  void aTokenThatCannotBeHadIsExplained(String line, int code, String reason) {
    Console console = Console.pipe(pod.exports());

    assertEquals(code, console.run(line.split(" ")));

    assertTrue(console.err().contains(reason.replace(';', ',')), console::err);
    assertEquals("", console.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"credentials", "token --audience a"})
  void aTerminalGetsSecretsOnlyWithShow(String line) {
    lab.allowOutboundTokens(lab.serviceAccount("default", "my-sa").orElseThrow());
    Console refused = Console.terminal(pod.exports());
    Console shown = Console.terminal(pod.exports());

    int refusedCode = refused.run(line.split(" "));
    int shownCode = shown.run((line + " --show").split(" "));

    assertEquals(1, refusedCode);
    assertEquals("", refused.out());
    assertTrue(refused.err().contains("--show"), refused::err);
    assertEquals(0, shownCode);
    assertFalse(shown.out().isEmpty());
  }

  @Test
  void whatCannotBeWrittenIsNoSuccess() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    CommandContext context =
        new CommandContext(
            pod.exports(),
            InputStream.nullInputStream(),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            false,
            false);

    assertEquals(1, Irsa.run(context, "credentials"));
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains("could not be written"));
  }

  private String issuedKey() {
    return lab.requests().of("AssumeRoleWithWebIdentity").get(0).accessKeyId();
  }
}
