package dev.irsa.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "instance-metadata=pod"})
  void whoAsksForTheNodeGetsThePodUnlessItIsSet(String arguments) {
    assertEquals(new AgentOptions("POD"), AgentOptions.parse(arguments));
  }

  @Test
  void instanceMetadataCanBeClosed() {
    assertEquals(new AgentOptions("CLOSED"), AgentOptions.parse("instance-metadata=closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance-metadata=open", " instance-metadata=open "})
  void instanceMetadataCanBeOpened(String arguments) {
    assertEquals(new AgentOptions("OPEN"), AgentOptions.parse(arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debug | debug",
        "instance-metadata | instance-metadata",
        "instance-metadata=opne | instance-metadata=opne",
        "instance-metadata=open,debug=1 | debug=1",
        "instance-metadata=open, | ''"
      })
  void anUnknownArgumentIsAnErrorThatListsTheKnown(String arguments, String unknown) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> AgentOptions.parse(arguments));

    String message = thrown.getMessage();
    assertTrue(message.contains("unknown argument \"" + unknown + "\""), message);
    assertTrue(message.contains("instance-metadata=pod (default)"), message);
    assertTrue(message.contains("instance-metadata=open"), message);
  }
}
