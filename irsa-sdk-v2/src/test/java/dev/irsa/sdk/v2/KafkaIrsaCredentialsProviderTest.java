package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaIrsaCredentialsProviderTest {

  @Test
  void aCamelCaseKeyIsAnErrorThatListsTheKnownOnes() {
    try (KafkaIrsaCredentialsProvider provider = new KafkaIrsaCredentialsProvider()) {
      var thrown =
          assertThrows(
              IrsaCredentialsException.class,
              () -> provider.configure(Map.of("roleArn", "arn:aws:iam::111122223333:role/r")));

      assertTrue(thrown.getMessage().contains("roleArn"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("use role-arn, "), thrown.getMessage());
    }
  }

  @Test
  void keysOfTheConnectorAreIgnored() {
    try (KafkaIrsaCredentialsProvider provider = new KafkaIrsaCredentialsProvider()) {
      provider.configure(Map.of("name", "sink", "topics", "orders", "flush.size", 1000));

      assertTrue(provider.toString().startsWith("KafkaIrsaCredentialsProvider"));
    }
  }
}
