package dev.irsa.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {

  @ParameterizedTest
  @CsvSource({
    ",                            POD",
    "' ',                         POD",
    "instance-metadata=pod,       POD",
    "instance-metadata=closed,    CLOSED",
    "instance-metadata=open,      OPEN",
    "' instance-metadata=open  ', OPEN"
  })
  void whoAsksForTheNodeGetsThePodUnlessItIsSet(String arguments, String instanceMetadata) {
    assertEquals(new AgentOptions(instanceMetadata, null), AgentOptions.parse(arguments));
  }

  @ParameterizedTest
  @CsvSource({
    "guard=deny,                           POD,  deny",
    "'guard=off,instance-metadata=open',   OPEN, off",
    "'instance-metadata=open, guard=warn', OPEN, warn"
  })
  void theGuardIsSetBesideIt(String arguments, String instanceMetadata, String guard) {
    assertEquals(new AgentOptions(instanceMetadata, guard), AgentOptions.parse(arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debug | debug",
        "instance-metadata | instance-metadata",
        "instance-metadata=opne | instance-metadata=opne",
        "instance-metadata=open,debug=1 | debug=1",
        "guard=denny | guard=denny",
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
