package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.iam.TrustPolicy;
import dev.irsa.testkit.server.Fault;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** The rows of docs/migrating.md: each provider of ours beside the one that it replaces. */
@ExtendWith(IrsaLabExtension.class)
@PodSystemProperties
class MigratingTest {

  private static final Page PAGE = Page.of("docs/migrating.md");
  private static final Path THIS =
      Path.of("integration-tests/src/test/java/dev/irsa/integration/documents/MigratingTest.java");
  private static final AwsCredentialsProvider OTHER =
      StaticCredentialsProvider.create(AwsSessionCredentials.create("OTHER", "secret", "token"));

  private static StsClient sts(IrsaLab lab, AwsCredentialsProvider provider) {
    return StsClient.builder()
        .region(Region.of(lab.region()))
        .endpointOverride(URI.create(System.getProperty("aws.endpointUrlSts")))
        .credentialsProvider(provider)
        .build();
  }

  /** Returns the role of an ARN like {@code arn:aws:sts::1:assumed-role/role/session}. */
  private static String role(IrsaLab lab, AwsCredentialsProvider provider) {
    try (StsClient sts = sts(lab, provider)) {
      return sts.getCallerIdentity().arn().split("/", -1)[1];
    }
  }

  private static void assertSameRole(
      IrsaLab lab, AwsCredentialsProvider today, AwsCredentialsProvider instead) {
    assertEquals(role(lab, today), role(lab, instead));
  }

  private static AwsCredentialsProvider v2(AWSCredentialsProvider provider) {
    AWSCredentials v1 = provider.getCredentials();
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            v1.getAWSAccessKeyId(),
            v1.getAWSSecretKey(),
            ((AWSSessionCredentials) v1).getSessionToken()));
  }

  private static String partner(IrsaLab lab) {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"}}]}"""
            .formatted(System.getProperty("aws.roleArn"));
    Role role =
        lab.iam()
            .createRole(
                "partner" + System.nanoTime(),
                TrustPolicy.parse(trust),
                Duration.ofHours(1),
                List.of());
    return role.arn();
  }

  @Test
  void theDefaultChain(IrsaLab lab) {
    assertSameRole(
        lab, DefaultCredentialsProvider.builder().build(), IrsaCredentialsProviderChain.create());
  }

  @Test
  @PodIdentity
  void theDefaultChainWithPodIdentity(IrsaLab lab) {
    assertSameRole(
        lab, DefaultCredentialsProvider.builder().build(), IrsaCredentialsProviderChain.create());
  }

  @Test
  void theWebIdentityProvider(IrsaLab lab) {
    assertSameRole(
        lab, WebIdentityTokenFileCredentialsProvider.create(), IrsaCredentialsProvider.create());
  }

  @Test
  void theWebIdentityProviderWithSettings(IrsaLab lab, PodEnvironment pod) {
    String role = pod.variables().get("AWS_ROLE_ARN");
    Path file = pod.tokenFile();

    assertSameRole(
        lab,
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(sts(lab, AnonymousCredentialsProvider.create()))
            .roleArn(role)
            .webIdentityTokenFile(file)
            .build(),
        IrsaCredentialsProvider.builder().roleArn(role).webIdentityTokenFile(file).build());
  }

  @Test
  @PodIdentity
  void theContainerProvider(IrsaLab lab) {
    assertSameRole(lab, ContainerCredentialsProvider.create(), IrsaCredentialsProvider.create());
  }

  @Test
  void anotherRole(IrsaLab lab) {
    String partner = partner(lab);

    assertSameRole(
        lab,
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts(lab, WebIdentityTokenFileCredentialsProvider.create()))
            .refreshRequest(request -> request.roleArn(partner).roleSessionName("partner"))
            .build(),
        IrsaCredentialsProvider.create().chainedRole(partner));
  }

  @Test
  void aProfile(IrsaLab lab, PodEnvironment pod, @TempDir Path files) throws Exception {
    Path config = files.resolve("config");
    Files.writeString(
        config,
        "[profile reports]\nrole_arn = %s\nweb_identity_token_file = %s\nregion = %s\n"
            .formatted(pod.variables().get("AWS_ROLE_ARN"), pod.tokenFile(), lab.region()));
    System.setProperty("aws.configFile", config.toString());
    try {
      assertSameRole(
          lab,
          ProfileCredentialsProvider.create("reports"),
          IrsaCredentialsProvider.builder().profile("reports").build());
    } finally {
      System.clearProperty("aws.configFile");
    }
  }

  @Test
  void aChainOfTheSdkGoesOnAfterAnErrorOfOursAndOursDoesNot(IrsaLab lab) {
    lab.sts()
        .faults()
        .on("AssumeRoleWithWebIdentity")
        .always(Fault.error("AccessDenied", 403, "denied"));
    try {
      AwsCredentialsProvider theirs =
          AwsCredentialsProviderChain.of(IrsaCredentialsProvider.create(), OTHER);

      assertEquals("OTHER", theirs.resolveCredentials().accessKeyId());
      assertThrows(
          IrsaCredentialsException.class,
          () -> IrsaCredentialsProviderChain.create().resolveCredentials());
    } finally {
      lab.sts().faults().clear();
    }
  }

  /** The rows of SDK 1.x, whose own providers do not take the lab's address from properties. */
  @Test
  void theFirstGeneration(IrsaLab lab, PodEnvironment pod) {
    String role = pod.variables().get("AWS_ROLE_ARN");
    Path file = pod.tokenFile();
    String expected = role.substring(role.indexOf('/') + 1);

    assertEquals(expected, role(lab, v2(FirstGeneration.chain())));
    assertEquals(expected, role(lab, v2(FirstGeneration.provider())));
    assertEquals(expected, role(lab, v2(FirstGeneration.withSettings(role, file))));
  }

  @Test
  void anotherRoleInTheFirstGeneration(IrsaLab lab) {
    String partner = partner(lab);

    assertEquals(
        partner.substring(partner.indexOf('/') + 1),
        role(lab, v2(FirstGeneration.assumeRole(partner, lab.region()))));
  }

  /** SDK 1.x, whose adapter has the same class names. */
  private static final class FirstGeneration {

    static AWSCredentialsProvider chain() {
      return dev.irsa.sdk.v1.IrsaCredentialsProviderChain.getInstance();
    }

    static AWSCredentialsProvider provider() {
      return dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance();
    }

    static AWSCredentialsProvider withSettings(String role, Path file) {
      return dev.irsa.sdk.v1.IrsaCredentialsProvider.builder()
          .roleArn(role)
          .webIdentityTokenFile(file)
          .build();
    }

    static AWSCredentialsProvider assumeRole(String role, String region) {
      return new STSAssumeRoleSessionCredentialsProvider.Builder(role, "partner")
          .withStsClient(
              AWSSecurityTokenServiceClientBuilder.standard()
                  .withCredentials(dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().build())
                  .withEndpointConfiguration(
                      new EndpointConfiguration(System.getProperty("aws.endpointUrlSts"), region))
                  .build())
          .build();
    }
  }

  @Test
  void everyRowOfTheSdksIsRunHere() {
    String source = Checkout.text(THIS).replaceAll("\\s+", "");
    List<String> expressions =
        PAGE.codeSpans().stream().filter(span -> span.matches("Irsa\\w+\\..*\\)")).toList();

    assertTrue(expressions.size() >= 10, expressions::toString);
    for (String expression : expressions) {
      assertTrue(source.contains(expression.replaceAll("\\s+", "")), expression);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software.amazon.awssdk.auth.credentials",
        "software.amazon.awssdk.services.sts.auth",
        "software.amazon.awssdk.services.sts.model",
        "com.amazonaws.auth",
        "com.amazonaws.auth.profile",
        "dev.irsa.sdk.v2",
      })
  void thePageNamesClassesOf(String used) {
    assertTrue(classNames().anyMatch(name -> exists(used + "." + name)), () -> "none of " + used);
  }

  @Test
  void everyClassExists() {
    List<String> packages =
        List.of(
            "software.amazon.awssdk.auth.credentials.",
            "software.amazon.awssdk.core.exception.",
            "software.amazon.awssdk.services.sts.",
            "software.amazon.awssdk.services.sts.auth.",
            "software.amazon.awssdk.services.sts.model.",
            "com.amazonaws.auth.",
            "com.amazonaws.auth.profile.",
            "dev.irsa.sdk.v2.",
            "");

    List<String> unknown =
        classNames().filter(name -> packages.stream().noneMatch(at -> exists(at + name))).toList();

    assertFalse(classNames().toList().isEmpty());
    assertEquals(List.of(), unknown);
  }

  /** Returns the names on the page that look like those of classes, with a package or without. */
  private static Stream<String> classNames() {
    Pattern name = Pattern.compile("(?:^|=)((?:[a-z0-9]+\\.)*[A-Z]\\w*[a-z]\\w+)$");
    return PAGE.codeSpans().stream()
        .flatMap(span -> name.matcher(span).results())
        .map((MatchResult found) -> found.group(1))
        .filter(found -> !found.equals("AWSCredentialsProvider") && !found.endsWith("Test"));
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, MigratingTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The line of each framework is in a file that a test of profile engines passes to it. */
  @Test
  void everySettingIsTestedWithItsFramework() {
    String tested =
        String.join(
            "\n",
            Checkout.files(file -> file.toString().contains("resources/adopting/")).stream()
                .map(Checkout::text)
                .toList());
    Pattern row = Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\| [^|]+ \\| (.+) \\|$");
    List<MatchResult> rows = row.matcher(PAGE.text()).results().toList();

    assertEquals(8, rows.size());
    for (MatchResult each : rows) {
      String line =
          Pattern.quote(each.group(1)) + "[ =]+" + Pattern.quote(firstSpan(each.group(2)));
      assertTrue(Pattern.compile(line).matcher(tested).find(), line);
    }
  }

  private static String firstSpan(String cell) {
    return cell.substring(1, cell.indexOf('`', 1));
  }
}
