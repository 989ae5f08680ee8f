package dev.irsa.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.javaVersion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

/** Sources before and after {@code dev.irsa.UseIrsa}, which is run on the result again. */
class UseIrsaTest implements RewriteTest {

  @Override
  public void defaults(RecipeSpec spec) {
    spec.recipeFromResource("/META-INF/rewrite/irsa.yml", "dev.irsa.UseIrsa")
        .parser(JavaParser.fromJavaVersion().classpath(JavaParser.runtimeClasspath()));
  }

  /** Checks what becomes of a source, that it has types for everything then, and that it stays. */
  private void becomes(String before, String after) {
    rewriteRun(java(before, after));
    rewriteRun(java(after));
  }

  /** Returns a source with a member that refers to the classes of both SDKs. */
  private static String source(String member) {
    return """
        import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
        import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
        import java.io.IOException;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.time.Duration;
        import java.util.Optional;
        import java.util.function.Supplier;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
        import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
        import software.amazon.awssdk.services.sts.StsClient;
        import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
        import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
        import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

        class Cart {
          static final AssumeRoleWithWebIdentityRequest REQUEST = null;
          static final String TOKEN = "";
          static final AwsCredentialsProvider OTHER = null;
          static final Path FILE = null;
          static StsClient sts() { return null; }
          %s
        }
        """
        .formatted(member);
  }

  @Test
  void creationsAreReplaced() {
    areReplaced(
        "Object # = DefaultAWSCredentialsProviderChain.getInstance(); | Object # = IrsaCredentialsProviderChain.getInstance();",
        "Object # = new DefaultAWSCredentialsProviderChain(); | Object # = IrsaCredentialsProviderChain.getInstance();",
        "Object # = WebIdentityTokenCredentialsProvider.create(); | Object # = IrsaCredentialsProvider.getInstance();",
        "Object # = new WebIdentityTokenCredentialsProvider(); | Object # = IrsaCredentialsProvider.getInstance();",
        "Object # = WebIdentityTokenCredentialsProvider.builder().build(); | Object # = IrsaCredentialsProvider.getInstance();");
    areReplaced(
        "Object # = DefaultCredentialsProvider.create(); | Object # = IrsaCredentialsProviderChain.create();",
        "Object # = DefaultCredentialsProvider.builder().build(); | Object # = IrsaCredentialsProviderChain.create();",
        "Object # = DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build(); | Object # = IrsaCredentialsProviderChain.create();",
        "Object # = WebIdentityTokenFileCredentialsProvider.create(); | Object # = IrsaCredentialsProvider.create();",
        "Object # = WebIdentityTokenFileCredentialsProvider.builder().build(); | Object # = IrsaCredentialsProvider.create();",
        "Object # = ContainerCredentialsProvider.create(); | Object # = IrsaCredentialsProvider.create();",
        "Object # = ContainerCredentialsProvider.builder().build(); | Object # = IrsaCredentialsProvider.create();",
        "Object # = StsWebIdentityTokenFileCredentialsProvider.builder().stsClient(StsClient.create()).refreshRequest(r -> r.roleArn(TOKEN).durationSeconds(7200)).build(); | Object # = IrsaCredentialsProvider.builder().roleArn(TOKEN).sessionDuration(Duration.ofSeconds(7200)).build();",
        "Object #() { return WebIdentityTokenFileCredentialsProvider.builder().roleArn(TOKEN) /* Of the shop. */ .roleSessionName(TOKEN).asyncCredentialUpdateEnabled(true).webIdentityTokenFile(FILE).roleSessionDuration(Duration.ofHours(2)).build(); } | Object #() { return IrsaCredentialsProvider.builder().roleArn(TOKEN) /* Of the shop. */ .roleSessionName(TOKEN).webIdentityTokenFile(FILE).sessionDuration(Duration.ofHours(2)).build(); }",
        // The endpoint, proxy and region of a client may be others than the defaults.
        "Object # = StsWebIdentityTokenFileCredentialsProvider.builder().stsClient(sts()).build(); | Object # = IrsaCredentialsProvider.builder().stsClient(sts()).build();",
        "Object #() throws IOException { return StsAssumeRoleWithWebIdentityCredentialsProvider.builder().stsClient(sts()).refreshRequest(AssumeRoleWithWebIdentityRequest.builder().roleArn(TOKEN).roleSessionName(TOKEN).webIdentityToken(new String(Files.readAllBytes(FILE)).trim()).build()).build(); } | Object #() throws IOException { return IrsaCredentialsProvider.builder().stsClient(sts()).roleArn(TOKEN).roleSessionName(TOKEN).webIdentityTokenFile(FILE).build(); }",
        "Supplier<AwsCredentialsProvider> # = () -> ContainerCredentialsProvider.create(); | Supplier<AwsCredentialsProvider> # = () -> IrsaCredentialsProvider.create();",
        "Object # = (AwsCredentialsProvider) ContainerCredentialsProvider.create(); | Object # = (AwsCredentialsProvider) IrsaCredentialsProvider.create();",
        "AwsCredentialsProvider # = true ? ContainerCredentialsProvider.create() : (OTHER); | AwsCredentialsProvider # = true ? IrsaCredentialsProvider.create() : (OTHER);",
        "String # = ContainerCredentialsProvider.create().resolveCredentials().accessKeyId(); | String # = IrsaCredentialsProvider.create().resolveCredentials().accessKeyId();");
  }

  /**
   * Checks rows of a member and what becomes of it, with a number in place of #, and that the
   * replaced classes are not imported any more.
   */
  private void areReplaced(String... rows) {
    Pattern provider = Pattern.compile("\\b[A-Z]\\w+Provider(Chain)?\\b");
    Set<String> gone = new HashSet<>();
    StringJoiner members = new StringJoiner("\n  ");
    List<String> replaced = new ArrayList<>();
    for (String row : rows) {
      String[] parts = row.replace("#", "p" + replaced.size()).split(" \\| ", -1);
      members.add(parts[0]);
      replaced.add(parts[1]);
      provider
          .matcher(parts[0])
          .results()
          .map(MatchResult::group)
          .filter(name -> !parts[1].contains(name))
          .forEach(gone::add);
    }
    assertTrue(gone.size() > 1, gone::toString);
    rewriteRun(
        java(
            source(members.toString()),
            spec ->
                spec.after(
                    actual -> {
                      replaced.forEach(each -> assertTrue(actual.contains(each + "\n"), each));
                      gone.forEach(each -> assertFalse(actual.contains("." + each + ";"), each));
                      return actual;
                    })));
  }

  @Test
  void theBuilderOfVersion1IsReplaced() {
    becomes(
        """
        import com.amazonaws.auth.AWSCredentialsProvider;
        import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
        import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
        import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;

        class Cart {
          AWSCredentialsProvider first(String role, String token) {
            return new STSAssumeRoleWithWebIdentitySessionCredentialsProvider.Builder(role, "cart", token)
                .withStsClient(AWSSecurityTokenServiceClientBuilder.defaultClient())
                .build();
          }

          AWSCredentialsProvider second(String role, String token) {
            return WebIdentityTokenCredentialsProvider.builder().roleArn(role).webIdentityTokenFile(token).build();
          }
        }
        """,
        """
        import com.amazonaws.auth.AWSCredentialsProvider;
        import dev.irsa.sdk.v1.IrsaCredentialsProvider;

        import java.nio.file.Path;

        class Cart {
          AWSCredentialsProvider first(String role, String token) {
            return IrsaCredentialsProvider.builder().roleArn(role).roleSessionName("cart").webIdentityTokenFile(Path.of(token))
                .build();
          }

          AWSCredentialsProvider second(String role, String token) {
            return IrsaCredentialsProvider.builder().roleArn(role).webIdentityTokenFile(Path.of(token)).build();
          }
        }
        """);
  }

  @Test
  void variablesThatNobodyElseSeesChangeTheirType() {
    becomes(
        """
        import software.amazon.awssdk.auth.credentials.AwsCredentials;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

        class Cart {
          private final DefaultCredentialsProvider shared = DefaultCredentialsProvider.create();

          AwsCredentials credentials() {
            use(this.shared);
            try (DefaultCredentialsProvider own = DefaultCredentialsProvider.builder().build()) {
              return own.resolveCredentials();
            }
          }

          private static void use(AwsCredentialsProvider provider) {}
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
        import software.amazon.awssdk.auth.credentials.AwsCredentials;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

        class Cart {
          private final IrsaCredentialsProviderChain shared = IrsaCredentialsProviderChain.create();

          AwsCredentials credentials() {
            use(this.shared);
            try (IrsaCredentialsProviderChain own = IrsaCredentialsProviderChain.create()) {
              return own.resolveCredentials();
            }
          }

          private static void use(AwsCredentialsProvider provider) {}
        }
        """);
  }

  @Test
  void aWildcardImportKeepsWhatElseIsUsed() {
    becomes(
        """
        import software.amazon.awssdk.auth.credentials.*;

        class Cart {
          AwsCredentialsProvider provider = DefaultCredentialsProvider.create();
          AwsCredentials credentials = provider.resolveCredentials();
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
        import software.amazon.awssdk.auth.credentials.AwsCredentials;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

        class Cart {
          AwsCredentialsProvider provider = IrsaCredentialsProviderChain.create();
          AwsCredentials credentials = provider.resolveCredentials();
        }
        """);
  }

  @Test
  void anApplicationForAnOlderJavaStaysAsItIs() {
    rewriteRun(
        java(
            """
            import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;

            class Cart {
              Object credentials = WebIdentityTokenCredentialsProvider.create();
            }
            """,
            """
            import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;

            class Cart {
              // TODO irsa: WebIdentityTokenCredentialsProvider stays, because irsa needs Java 17.
              Object credentials = WebIdentityTokenCredentialsProvider.create();
            }
            """,
            source -> source.markers(javaVersion(11))));
  }

  @Test
  void bothGenerationsInOneSourceDoNotMeetInAName() {
    becomes(
        """
        import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

        class Cart {
          Object newer = WebIdentityTokenFileCredentialsProvider.create();
          Object older = WebIdentityTokenCredentialsProvider.create();
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProvider;

        class Cart {
          Object newer = IrsaCredentialsProvider.create();
          Object older = dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance();
        }
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Object p = DefaultCredentialsProvider.builder().profileName(\"cart\").build(); | its option profileName has no counterpart",
        "DefaultCredentialsProvider p = DefaultCredentialsProvider.create(); | something else is declared with this type",
        "private DefaultCredentialsProvider p = DefaultCredentialsProvider.create(); DefaultCredentialsProvider q = p; | something else is declared with this type",
        "private DefaultCredentialsProvider p = DefaultCredentialsProvider.create(); Object q = p.toBuilder(); | its method toBuilder is called",
        "Object p = AwsCredentialsProviderChain.of(DefaultCredentialsProvider.create()); | the chain would go on to another identity if the pod's role cannot be had; IrsaCredentialsProviderChain does not",
        "Object p = AwsCredentialsProviderChain.builder().addCredentialsProvider(DefaultCredentialsProvider.create()).build(); | the chain would go on to another identity if the pod's role cannot be had; IrsaCredentialsProviderChain does not",
        "Supplier<DefaultCredentialsProvider> p = () -> DefaultCredentialsProvider.create(); | something else is declared with this type",
        "Supplier<AwsCredentialsProvider> p = DefaultCredentialsProvider::create; | other code may need this type",
        "Optional<DefaultCredentialsProvider> p = Optional.of(DefaultCredentialsProvider.create()); | something else is declared with this type",
        "Object p = DefaultCredentialsProvider.builder(); | other code may need this type",
        "Object p = new Old() {}; static class Old extends DefaultAWSCredentialsProviderChain {} | a class extends it",
        "Object p = new DefaultAWSCredentialsProviderChain() {}; | a class extends it",
        "Object p = StsAssumeRoleWithWebIdentityCredentialsProvider.builder().refreshRequest(REQUEST).build(); | its request is made elsewhere",
        "Object p = StsAssumeRoleWithWebIdentityCredentialsProvider.builder().refreshRequest(() -> REQUEST).build(); | its request is made elsewhere",
        "Object p = StsAssumeRoleWithWebIdentityCredentialsProvider.builder().refreshRequest(r -> r.webIdentityToken(TOKEN)).build(); | its token is not read from a file on the spot",
      })
  void whatIsNotUnderstoodStaysWithAComment(String member, String reason) {
    String source = source(member.replace("; ", ";\n  "));
    rewriteRun(
        java(
            source,
            spec ->
                spec.after(
                    actual -> {
                      assertTrue(actual.contains("stays, because " + reason + "."), actual);
                      assertEquals(
                          source.strip(), actual.replaceAll("(?m)^ *// TODO irsa: .*\\n", ""));
                      return actual;
                    })));
  }
}
