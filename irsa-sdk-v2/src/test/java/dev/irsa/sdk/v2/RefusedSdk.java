package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.VersionInfo;

/**
 * What users see who bring an SDK that is too old: the build runs this with such a one, in which
 * whole interfaces of ours are missing.
 */
class RefusedSdk {

  @Test
  void everyWayToMakeAProviderNamesTheVersionFoundAndTheOldestSupported() throws Exception {
    Object running = VersionInfo.class.getField("SDK_VERSION").get(null);
    assertEquals(System.getProperty("irsa.test.sdk"), running);

    for (Runnable way :
        new Runnable[] {
          IrsaCredentialsProvider::new,
          IrsaCredentialsProvider::create,
          () -> IrsaCredentialsProvider.create(Map.of()),
          () -> new IrsaCredentialsProvider(new Properties()),
          () -> IrsaCredentialsProvider.builder().region("eu-west-1").build(),
          IrsaCredentialsProviderChain::new,
          IrsaCredentialsProviderChain::create,
          KafkaIrsaCredentialsProvider::new
        }) {
      var refused = assertThrows(IrsaCredentialsException.class, way::run);

      assertTrue(
          refused.getMessage().contains("is " + running + ", but irsa-sdk-v2 requires at least"),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("2.23.19"), refused.getMessage());
    }
  }
}
