package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The doors by which frameworks hand over settings. */
class ProviderSettingsTest {

  private static final String ARN = "arn:aws:iam::111122223333:role/reader";

  @Test
  void aCamelCaseKeyIsToldInTheSdksTypeThroughEveryDoor() {
    Map<String, String> settings = Map.of("roleArn", ARN);
    Properties properties = new Properties();
    properties.putAll(settings);

    List<Executable> doors =
        List.of(
            () -> IrsaCredentialsProvider.create(settings),
            () -> new IrsaCredentialsProvider(properties),
            () -> IrsaCredentialsProvider.create("roleArn=" + ARN));

    for (Executable door : doors) {
      var thrown = assertThrows(IrsaCredentialsException.class, door);
      assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      assertTrue(thrown.getMessage().contains("roleArn"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("use role-arn, "), thrown.getMessage());
    }
  }

  @Test
  void keysOfTheFrameworkAreLeftAlone() {
    Properties flink = new Properties();
    flink.setProperty("aws.region", "eu-west-1");
    flink.setProperty("topic", "orders");
    new IrsaCredentialsProvider(flink).close();

    IrsaCredentialsProvider.create(Map.of("credentials.uri", "/v1/credentials")).close();
  }

  @Test
  void noSettingsMeanTheEnvironment() {
    IrsaCredentialsProvider.create(Map.of()).close();
    new IrsaCredentialsProvider(new Properties()).close();
    new IrsaCredentialsProvider(new String[0]).close();
    new IrsaCredentialsProvider().close();
    IrsaCredentialsProvider.create().close();
  }
}
