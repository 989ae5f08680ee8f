package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.policy.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.StsClient;

class ProfileTest {

  private final PodLab world = new PodLab();

  @AfterEach
  void close() {
    world.close();
    System.clearProperty("aws.roleSessionName");
    System.clearProperty("aws.roleArn");
    System.clearProperty("aws.endpointUrlSts");
  }

  private static ProfileFile parsed(String text) {
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** The SDK's own file keeps the case of keys, which the specification ignores. */
  private ProfileFile file(String... more) {
    String web =
        """
        [profile web]
        Role_Arn = %s
        WEB_IDENTITY_TOKEN_FILE = %s
        REGION = %s
        """
            .formatted(world.roleArn(), world.pod.tokenFile(), world.lab.region());
    return parsed(web + String.join("\n", more));
  }

  private IrsaCredentialsProvider provider(String profile, Supplier<ProfileFile> file) {
    return IrsaCredentialsProvider.builder()
        .profile(profile)
        .profileFile(file)
        .configure(core -> core.endpointOverride(world.pod.plainStsEndpoint()))
        .build();
  }

  @Test
  void aProfileDefinesTheIdentity() {
    try (IrsaCredentialsProvider provider =
            provider("web", () -> file("role_session_name = reports"));
        StsClient client = StsClients.of(world, provider)) {
      assertEquals(
          world.lab.roleOf(world.account).sessionArn("reports"), client.getCallerIdentity().arn());
      assertEquals(IrsaStatus.State.FRESH, provider.status().state());
    }
  }

  @Test
  @Tag("newer-sdk")
  void theUserAgentReportsProfileAndSource() {
    Role data = world.roleTrustingThePod("data");
    Supplier<ProfileFile> file =
        () -> file("[profile data]", "role_arn = " + data.arn(), "source_profile = web");
    try (IrsaCredentialsProvider web = provider("web", file);
        IrsaCredentialsProvider chained = provider("data", file)) {
      assertEquals(Optional.of("q,k"), web.resolveCredentials().providerName());
      assertEquals(Optional.of("q,k,i"), chained.resolveCredentials().providerName());
    }
  }

  @Test
  void theEnvironmentDoesNotSupplyWhatTheProfileLacks() {
    System.setProperty("aws.roleSessionName", "of-the-environment");
    System.setProperty("aws.roleArn", "arn:aws:iam::111122223333:role/of-the-environment");

    try (IrsaCredentialsProvider provider = provider("web", this::file)) {
      provider.resolveCredentials();

      IrsaStatus status = provider.status();
      assertEquals(world.roleArn(), status.roleArn());
      assertEquals(false, "of-the-environment".equals(status.roleSessionName()));
    }
  }

  @Test
  void aProfileThatIsReadWhileAllIsDiscardedIsReadAgain() {
    AtomicInteger reads = new AtomicInteger();
    Supplier<ProfileFile> file =
        () -> {
          boolean isFirst = reads.incrementAndGet() == 1;
          if (isFirst) {
            IrsaCredentials.discardAll();
          }
          return file("role_session_name = " + (isFirst ? "before" : "restored"));
        };
    try (IrsaCredentialsProvider provider = provider("web", file)) {
      provider.resolveCredentials();

      assertEquals("restored", provider.status().roleSessionName());
    }
  }

  @Test
  void aProfileIsReadOnFirstUseAndFailuresAreNotCached() {
    AtomicReference<ProfileFile> content = new AtomicReference<>(parsed("[profile other]"));
    try (IrsaCredentialsProvider provider = provider("web", content::get)) {
      IrsaStatus before = provider.status();
      var thrown = assertThrows(SdkClientException.class, provider::resolveCredentials);

      content.set(file());

      assertEquals(IrsaStatus.State.EMPTY, before.state());
      assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      assertEquals(
          provider.resolveIdentity().join().accessKeyId(),
          provider.resolveCredentials().accessKeyId());

      content.set(file("role_session_name = restored"));
      IrsaCredentials.discardAll();
      provider.resolveCredentials();
      assertEquals("restored", provider.status().roleSessionName());
    }
  }

  @Test
  void resolveIdentityReportsAnInvalidProfileThroughTheFuture() {
    try (IrsaCredentialsProvider provider = provider("nowhere", this::file)) {
      Throwable told = provider.resolveIdentity().handle((identity, thrown) -> thrown).join();

      assertInstanceOf(IrsaCredentialsException.class, told);
    }
  }
}
