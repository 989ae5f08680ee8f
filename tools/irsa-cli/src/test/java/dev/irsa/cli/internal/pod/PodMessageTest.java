package dev.irsa.cli.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodMessageTest {
  private static final long AT = 1_795_521_600_123L;

  static Stream<PodMessage> messages() {
    return Stream.of(
        new PodMessage.ClientsCreated(),
        new PodMessage.EveryStreamServed(),
        new PodMessage.Ended(CallStream.V2_S3, 417),
        new PodMessage.CallFailed(
            CallStream.V1_STS, AT, AT + 1_234, "two\nlines,\ta tab and a \\n"),
        new PodMessage.CallFailed(CallStream.CONTROL, AT, AT, ""),
        new PodMessage.Denied(CallStream.V2_STS, "Sdk", "Typed", "AccessDenied", "no:\r\n\t- no"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsOneLineAndIsParsedToItself(PodMessage message) {
    String line = message.line();

    assertEquals(1, line.lines().count());
    assertEquals(Optional.of(message), PodMessage.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "{}",
        "{\"@c\":\".PodMessage$Ended\",\"stream\":\"V2_STS\",\"made\":\"many\"}",
        "{\"@c\":\".PodMessage$Ended\",\"stream\":\"NOBODY\",\"made\":1}",
        "{\"@c\":\".PodMessage$Ended\",\"stream\":\"V2_STS\"}",
        "{\"@c\":\".PodMessage$Started\"}"
      })
  void otherLinesAreNotMessages(String line) {
    assertFalse(PodMessage.of(line).isPresent());
  }
}
