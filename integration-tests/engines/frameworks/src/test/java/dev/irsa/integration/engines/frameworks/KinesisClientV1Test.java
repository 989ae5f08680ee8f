package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.services.kinesis.clientlibrary.config.ProviderDecoder;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v1.IrsaCredentialsProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The constructors with strings and without parameters, called by the decoder of KCL 1.x. */
final class KinesisClientV1Test extends PodTest {

  @Test
  void clientMakesTheProviderOfTheEnvironment() {
    AWSCredentialsProvider provider = clientsProvider("kinesis-client-v1.properties");

    assertTrue(CallerV1.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  @Test
  void clientPassesTheSettingsAfterTheBar() {
    AWSCredentialsProvider provider = clientsProvider("kinesis-client-v1-settings.properties");

    assertEquals(Caller.ofThePod(pod) + "kcl-worker", CallerV1.arn(provider, pod));
  }

  /**
   * The decoder ignores exceptions of the constructor. Its own message is documented on the page.
   */
  @Test
  void misspeltSettingIsNotSilentlyAccepted() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> ProviderDecoder.decode(IrsaCredentialsProvider.class.getName() + "|roleArn=x"));

    assertTrue(failure.getMessage().contains("No credential providers"), failure.getMessage());
  }

  /** The agent is not in any repository, so the test follows its manual. */
  @Test
  void agentMakesTheProviderByItsConstructorWithoutArguments() throws Exception {
    Matcher name =
        Pattern.compile("\"userDefinedCredentialsProvider.classname\": \"([^\"]+)\"")
            .matcher(Snippet.of("kinesis-agent.json").text());
    assertTrue(name.find());

    var provider =
        assertInstanceOf(
            AWSCredentialsProvider.class,
            Class.forName(name.group(1)).getConstructor().newInstance());

    assertTrue(CallerV1.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  private static AWSCredentialsProvider clientsProvider(String snippet) {
    String value = Snippet.of(snippet).properties().getProperty("AWSCredentialsProvider");
    return ProviderDecoder.decode(value);
  }
}
