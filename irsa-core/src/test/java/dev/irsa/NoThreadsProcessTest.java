package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a process that the system refuses threads, as a limit of its user or its cgroup does. */
@Tag("deep")
class NoThreadsProcessTest {

  @TempDir Path folder;

  @Test
  void validCredentialsAreServedAndTheRestIsATypedError() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);

    String output =
        ForkedJava.runAsUser(
            NoThreadsProcess.class.getName(), List.of("-XX:+UseSerialGC"), token.toString());

    assertEquals(
        """
        at first ASIAEXAMPLE
        a thread: refused
        status FRESH
        sync ASIAEXAMPLE
        async ASIAEXAMPLE
        rejected ASIAEXAMPLE
        late status EMPTY
        late sync ExchangeUnavailableException
        late async ExchangeUnavailableException
        a thread: granted
        in the end ASIAEXAMPLE
        """,
        output.replaceAll("(?m)^(\\[|OpenJDK).*\n", ""));
  }
}
