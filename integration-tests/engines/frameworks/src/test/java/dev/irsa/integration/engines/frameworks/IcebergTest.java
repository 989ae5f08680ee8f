package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.Messages;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.aws.AwsClientProperties;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** {@code create(Map)}, called by Iceberg's own code. */
final class IcebergTest extends PodTest {

  @Test
  void icebergMakesTheProviderOfTheEnvironment() {
    AwsCredentialsProvider provider = providerOf(Snippet.of("iceberg.properties").map());

    assertInstanceOf(IrsaCredentialsProvider.class, provider);
    assertTrue(Caller.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  @Test
  void icebergHandsOverTheSettingsUnderItsPrefix() {
    pod.createRole("reader");

    AwsCredentialsProvider provider = providerOf(Snippet.of("iceberg-settings.properties").map());

    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/reader/iceberg", Caller.arn(provider, pod));
  }

  @Test
  void clientsThatIcebergConfiguresCarryTheCredentials() {
    AwsClientProperties iceberg = new AwsClientProperties(Snippet.of("iceberg.properties").map());
    StsClientBuilder builder = Caller.client(pod);

    iceberg.applyClientCredentialConfigurations(builder);

    try (StsClient sts = builder.build()) {
      assertTrue(sts.getCallerIdentity().arn().startsWith(Caller.ofThePod(pod)));
    }
  }

  @Test
  void misspeltSettingIsAnErrorThatListsTheKnownOnes() {
    Map<String, String> misspelt = new TreeMap<>(Snippet.of("iceberg.properties").map());
    misspelt.put("client.credentials-provider.role-arm", "arn:aws:iam::111122223333:role/reader");

    RuntimeException failure = assertThrows(RuntimeException.class, () -> providerOf(misspelt));

    Messages.assertNames(failure, "role-arm", "role-arn", "web-identity-token-file", "region");
  }

  private static AwsCredentialsProvider providerOf(Map<String, String> catalog) {
    return new AwsClientProperties(catalog).credentialsProvider(null, null, null);
  }
}
