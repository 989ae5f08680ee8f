package dev.irsa.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.javaVersion;

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

  @Test
  void providersOfVersion2WithoutOptionsAreReplaced() {
    becomes(
        """
        import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

        class Cart {
          Object chain = DefaultCredentialsProvider.create();
          Object built = DefaultCredentialsProvider.builder().build();
          Object updated = DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
          Object token = WebIdentityTokenFileCredentialsProvider.create();
          Object tokenBuilt = WebIdentityTokenFileCredentialsProvider.builder().build();
          Object container = ContainerCredentialsProvider.create();
          Object containerBuilt = ContainerCredentialsProvider.builder().build();
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProvider;
        import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;

        class Cart {
          Object chain = IrsaCredentialsProviderChain.create();
          Object built = IrsaCredentialsProviderChain.create();
          Object updated = IrsaCredentialsProviderChain.create();
          Object token = IrsaCredentialsProvider.create();
          Object tokenBuilt = IrsaCredentialsProvider.create();
          Object container = IrsaCredentialsProvider.create();
          Object containerBuilt = IrsaCredentialsProvider.create();
        }
        """);
  }

  @Test
  void providersOfVersion1WithoutOptionsAreReplaced() {
    becomes(
        """
        import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
        import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;

        class Cart {
          Object chain = DefaultAWSCredentialsProviderChain.getInstance();
          Object made = new DefaultAWSCredentialsProviderChain();
          Object token = WebIdentityTokenCredentialsProvider.create();
          Object tokenMade = new WebIdentityTokenCredentialsProvider();
          Object tokenBuilt = WebIdentityTokenCredentialsProvider.builder().build();
        }
        """,
        """
        import dev.irsa.sdk.v1.IrsaCredentialsProvider;
        import dev.irsa.sdk.v1.IrsaCredentialsProviderChain;

        class Cart {
          Object chain = IrsaCredentialsProviderChain.getInstance();
          Object made = IrsaCredentialsProviderChain.getInstance();
          Object token = IrsaCredentialsProvider.getInstance();
          Object tokenMade = IrsaCredentialsProvider.getInstance();
          Object tokenBuilt = IrsaCredentialsProvider.getInstance();
        }
        """);
  }

  @Test
  void optionsWithACounterpartStay() {
    becomes(
        """
        import java.nio.file.Paths;
        import java.time.Duration;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

        class Cart {
          AwsCredentialsProvider credentials(String role) {
            return WebIdentityTokenFileCredentialsProvider.builder()
                .roleArn(role) // Of the shop.
                .roleSessionName("cart")
                .asyncCredentialUpdateEnabled(true)
                .webIdentityTokenFile(Paths.get("/token"))
                .roleSessionDuration(Duration.ofHours(2))
                .build();
          }
        }
        """,
        """
        import java.nio.file.Paths;
        import java.time.Duration;

        import dev.irsa.sdk.v2.IrsaCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

        class Cart {
          AwsCredentialsProvider credentials(String role) {
            return IrsaCredentialsProvider.builder()
                .roleArn(role) // Of the shop.
                .roleSessionName("cart")
                .webIdentityTokenFile(Paths.get("/token"))
                .sessionDuration(Duration.ofHours(2))
                .build();
          }
        }
        """);
  }

  @Test
  void theOptionsOfARequestBecomeThoseOfTheProvider() {
    becomes(
        """
        import software.amazon.awssdk.services.sts.StsClient;
        import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

        class Cart {
          Object credentials =
              StsWebIdentityTokenFileCredentialsProvider.builder()
                  .stsClient(StsClient.create())
                  .refreshRequest(r -> r.roleArn("arn:aws:iam::111122223333:role/cart").durationSeconds(7200))
                  .build();
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProvider;

        import java.time.Duration;

        class Cart {
          Object credentials =
              IrsaCredentialsProvider.builder().roleArn("arn:aws:iam::111122223333:role/cart").sessionDuration(Duration.ofSeconds(7200))
                  .build();
        }
        """);
  }

  /** Its endpoint, proxy and region may be others than the defaults. */
  @Test
  void aClientThatTheApplicationMakesStays() {
    becomes(
        """
        import software.amazon.awssdk.services.sts.StsClient;
        import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

        class Cart {
          Object p = StsWebIdentityTokenFileCredentialsProvider.builder().stsClient(create()).build();

          static StsClient create() {
            return null;
          }
        }
        """,
        """
        import dev.irsa.sdk.v2.IrsaCredentialsProvider;
        import software.amazon.awssdk.services.sts.StsClient;

        class Cart {
          Object p = IrsaCredentialsProvider.builder().stsClient(create()).build();

          static StsClient create() {
            return null;
          }
        }
        """);
  }

  @Test
  void aTokenThatIsReadFromAFileBecomesTheFile() {
    becomes(
        """
        import java.io.IOException;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import software.amazon.awssdk.services.sts.StsClient;
        import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
        import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

        class Cart {
          Object credentials(StsClient sts, String role, Path token) throws IOException {
            return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                    AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(role)
                        .roleSessionName("cart")
                        .webIdentityToken(new String(Files.readAllBytes(token)).trim())
                        .build())
                .build();
          }
        }
        """,
        """
        import java.io.IOException;
        import java.nio.file.Path;

        import dev.irsa.sdk.v2.IrsaCredentialsProvider;
        import software.amazon.awssdk.services.sts.StsClient;

        class Cart {
          Object credentials(StsClient sts, String role, Path token) throws IOException {
            return IrsaCredentialsProvider.builder()
                .stsClient(sts)
                        .roleArn(role)
                        .roleSessionName("cart")
                        .webIdentityTokenFile(token)
                .build();
          }
        }
        """);
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
  void whereTheInterfaceIsWantedTheClassMayChange() {
    becomes(
        """
        import java.util.List;
        import java.util.function.Supplier;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

        class Cart {
          Supplier<AwsCredentialsProvider> supplier = () -> ContainerCredentialsProvider.create();
          Object cast = (AwsCredentialsProvider) ContainerCredentialsProvider.create();

          AwsCredentialsProvider either(boolean first, AwsCredentialsProvider other) {
            return first ? ContainerCredentialsProvider.create() : (other);
          }

          String key() {
            return ContainerCredentialsProvider.create().resolveCredentials().accessKeyId();
          }
        }
        """,
        """
        import java.util.List;
        import java.util.function.Supplier;

        import dev.irsa.sdk.v2.IrsaCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

        class Cart {
          Supplier<AwsCredentialsProvider> supplier = () -> IrsaCredentialsProvider.create();
          Object cast = (AwsCredentialsProvider) IrsaCredentialsProvider.create();

          AwsCredentialsProvider either(boolean first, AwsCredentialsProvider other) {
            return first ? IrsaCredentialsProvider.create() : (other);
          }

          String key() {
            return IrsaCredentialsProvider.create().resolveCredentials().accessKeyId();
          }
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
    String source =
        """
        import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
        import java.util.Optional;
        import java.util.function.Supplier;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
        import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
        import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
        import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
        import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

        class Cart {
          static final AssumeRoleWithWebIdentityRequest REQUEST = null;
          static final String TOKEN = "";
          %s
        }
        """
            .formatted(member.replace("; ", ";\n  "));

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
