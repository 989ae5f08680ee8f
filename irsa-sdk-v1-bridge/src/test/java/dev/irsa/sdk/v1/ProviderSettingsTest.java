package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The doors by which frameworks hand over settings. */
class ProviderSettingsTest {

  private static final String ARN = "arn:aws:iam::111122223333:role/reader";

  @Test
  void aCamelCaseKeyIsToldInTheSdksTypeThroughEveryDoor() {

    List<Executable> doors =
        List.of(
            () -> new IrsaCredentialsProvider("region=eu-west-1; roleArn=" + ARN),
            () -> new KafkaIrsaCredentialsProvider().configure(Map.of("roleArn", ARN)));

    for (Executable door : doors) {
      var thrown = assertThrows(IrsaCredentialsException.class, door);
      assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      assertTrue(thrown.getMessage().contains("roleArn"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("use role-arn, "), thrown.getMessage());
    }
  }

  @Test
  void keysOfTheFrameworkAreLeftAlone() {
    try (KafkaIrsaCredentialsProvider kafka = new KafkaIrsaCredentialsProvider()) {
      kafka.configure(Map.of("name", "sink", "topics", "orders", "flush.size", 1000));
    }
  }

  @Test
  void noSettingsMeanTheEnvironment() {
    new IrsaCredentialsProvider("").close();
    new IrsaCredentialsProvider().close();
    IrsaCredentialsProvider.getInstance().close();
  }
}
