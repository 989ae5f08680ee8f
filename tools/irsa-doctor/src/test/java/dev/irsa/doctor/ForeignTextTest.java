package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts from outside can neither move the cursor of a terminal nor make up a line of a report. */
class ForeignTextTest extends PodWorldTest {

  /**
   * A terminal would show a part of it as a line of its own: it has CR, CSI in both forms, LF, NEL
   * and more.
   */
  private static final String HOSTILE =
      "x\r\u001b[2K\u009b1A\nIRSA-02  PASS  forged\u0085\u2028IRSA-03  PASS\u202e\u200b\u007f\b";

  private static final String JSON =
      "x\\r\\u001b[2K\\u009b1A\\nIRSA-02  PASS  forged\\u0085\\u2028IRSA-03\\u202e\\u200b\\u007f\\b";

  @TempDir private Path files;

  /** One text of each kind that a report quotes: all of them become visible in one place. */
  enum Origin {
    ROLE(world -> world.environment.put("AWS_ROLE_ARN", HOSTILE)),
    SUBJECT(claims(Map.of("sub", HOSTILE, "aud", "sts.amazonaws.com"))),
    TRUST_POLICY(
        world ->
            world.doctor.trustPolicy(
                world.write(
                    "../trust.json",
                    world
                        .role()
                        .trustPolicy()
                        .json()
                        .replace("system:serviceaccount:shop:cart", JSON)))),
    MESSAGE_OF_STS(
        world ->
            world
                .lab
                .sts()
                .faults()
                .on("AssumeRoleWithWebIdentity")
                .always(Fault.error("AccessDenied", 403, ENTITIES))),
    ANNOTATION(annotations("{\"eks.amazonaws.com/role-arn\": \"" + JSON + "\"}")),
    DISCOVERY_DOCUMENT(
        world ->
            world.mintAtLoopback(
                Map.of(
                    "/.well-known/openid-configuration",
                    "{\"issuer\": \"" + JSON + "\", \"jwks_uri\": \"https://x.example/k\"}"))),
    S3A_PROVIDERS(
        world -> {
          world.write(
              "../conf/core-site.xml",
              "<name>fs.s3a.aws.credentials.provider</name><value>" + HOSTILE + "</value>");
          world.doctor.classPath(world.root.resolveSibling("conf").toString());
        });

    @SuppressWarnings("ImmutableEnumChecker") // Without state.
    private final Planting planting;

    Origin(Planting planting) {
      this.planting = planting;
    }
  }

  /** The same without characters that names of files cannot contain. */
  private static final String FILE = HOSTILE.replace("/", "-");

  private static final String ENTITIES = HOSTILE.replace("\u001b", "&#27;").replace("\b", "");

  private static Planting claims(Map<String, Object> claims) {
    return world -> world.useToken(world.lab.issuer().mint(claims));
  }

  private static Planting annotations(String json) {
    return world -> {
      world.removeIdentity();
      world.startApiServer("{\"metadata\": {\"annotations\": " + json + "}}");
    };
  }

  @ParameterizedTest
  @EnumSource
  void aReportShowsThemOnTheirOwnLine(Origin origin) throws IOException {
    origin.planting.plantIn(world);

    assertVisible(world.examine());
  }

  @Test
  void theAgentIsNotTrustedEither() throws IOException {
    beOf(Kind.POD_IDENTITY);
    world
        .lab
        .agent()
        .faults()
        .on("GetCredentials")
        .always(Fault.answer(400, "text/plain", HOSTILE));

    assertVisible(world.examine());
  }

  @Test
  void manifestsAreNotTrustedEither() {
    String manifest =
        """
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%1$s", "annotations":
         {"eks.amazonaws.com/role-arn": "%1$s", "%1$s/role-arn": "arn:aws:iam::1:role/%1$s"}}}
        ---
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%1$s"}, "spec":
         {"serviceAccountName": "%1$s", "containers": [{"name": "%1$s", "env":
          [{"name": "AWS_ROLE_ARN", "value": "%1$s"}, {"name": "AWS_REGION", "value": "%1$s"}]}]}}"""
            .formatted(JSON);

    Report report =
        IrsaDoctor.builder().examineManifests(Map.of(HOSTILE, manifest), "default", null, Set.of());

    assertFalse(report.checks().isEmpty());
    assertVisible(report);
    assertVisible(
        IrsaDoctor.builder()
            .examineManifests(
                Map.of(
                    HOSTILE,
                    manifest
                        .substring(0, manifest.indexOf("---"))
                        .replace(JSON + "\", \"", "a\", \"")),
                HOSTILE,
                null,
                Set.of()));
  }

  @Test
  void whatIsRefusedIsOneVisibleLine() throws IOException {
    List<String> documents =
        List.of(
            HOSTILE, "{\"" + JSON + "\": 7}", "{\"Version\": \"" + JSON + "\"}", "kind: " + JSON);
    for (String document : documents) {
      Path file = Files.writeString(files.resolve(FILE), document);
      for (var input :
          List.<ThrowingInput>of(
              () -> IrsaDoctor.builder().trustPolicy(file),
              () -> IrsaDoctor.builder().environmentFile(file),
              () ->
                  IrsaDoctor.builder()
                      .examineManifests(Map.of(HOSTILE, document), "default", null, Set.of()),
              () -> IrsaDoctor.builder().expectRole(HOSTILE))) {
        InvalidInputException e = assertThrows(InvalidInputException.class, input::give);
        assertVisible(e.getMessage());
        assertVisible(e.place());
      }
    }
  }

  interface ThrowingInput {
    void give();
  }

  private static void assertVisible(Report report) {
    String text = report.toString();
    for (String line : text.lines().toList()) {
      assertVisible(line);
      assertFalse(line.startsWith("IRSA-02  PASS  forged"), () -> "a forged line in " + text);
    }
    report.checks().forEach(check -> assertVisible(check.found()));
    assertVisible(report.toJson());
    assertVisible(report.conclusion());
  }

  private static void assertVisible(String line) {
    assertTrue(
        line.codePoints()
            .allMatch(
                c ->
                    !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR),
        () ->
            "invisible in "
                + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8))
                + " "
                + line);
  }
}
