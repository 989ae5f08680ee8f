package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.ErrorsPage;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.SystemProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the messages of providers and chains on {@code docs/errors.md} with the code. */
final class ProviderErrorsPageTest {

  @Test
  void thePageShowsTheMessagesThatTheCodeThrows() throws Exception {
    ErrorsPage page = new ErrorsPage(Path.of("not used"), "ProviderErrorsPageTest");
    page.shows(
        assertThrows(
            MisconfiguredException.class,
            () -> FrameworkSettings.ofAssignments("arn:aws:iam::111122223333:role/cart")));
    page.shows(assertThrows(IllegalStateException.class, ProviderErrorsPageTest::askAChain));
    page.shows(
        assertThrows(IllegalStateException.class, ProviderErrorsPageTest::askAChainBesideAProfile));

    assertEquals(List.of(), page.missing(), "thrown, but not shown");
    assertEquals(List.of(), page.invented(), "shown, but not thrown");
  }

  private static void askAChain() {
    SdkHandle<Object> irsa =
        SdkHandle.open(new PageTypes(), () -> IrsaCredentials.builder().environment(Map.of()));
    var keys = without("SystemPropertyCredentialsProvider", "aws.accessKeyId is not set");
    var sdk =
        without(
            "DefaultCredentialsProvider", "Unable to load credentials from any of the providers");
    var chain = new ProviderChain<Object>(List.of(keys), irsa, () -> sdk);
    Object unused = chain.credentials();
  }

  private static void askAChainBesideAProfile() {
    try (SystemProperties properties = new SystemProperties()) {
      properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
      properties.set("aws.containerCredentialsFullUri", "http://169.254.170.23/v1/credentials");
      properties.set("aws.containerAuthorizationTokenFile", "/var/run/secrets/token");
      properties.set("aws.profile", "reports");
      SdkHandle<Object> pod = SdkHandle.open(new PageTypes(), IrsaCredentials::builder);
      var sdk = without("DefaultCredentialsProvider", "is not asked");
      var chain = new ProviderChain<Object>(List.of(), pod, () -> sdk);
      Object unused = chain.credentials();
    }
  }

  /** Returns an SDK's provider without credentials. */
  private static SdkCredentialsSource<Object> without(String name, String reason) {
    return new SdkProvider<>(
        name,
        () -> {
          throw new IllegalStateException(reason);
        },
        () -> false,
        () -> {});
  }

  /** The types of an SDK, of which only an exception is needed. */
  private record PageTypes() implements SdkConverter<Object> {
    @Override
    public Object credentials(SessionCredentials session, List<IdentitySource> sources) {
      return session;
    }

    @Override
    public RuntimeException exception(
        String message, @Nullable Throwable cause, boolean isRetryable) {
      return new IllegalStateException(message, cause);
    }
  }
}
