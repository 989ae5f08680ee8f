package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ForkedJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a JVM that was told to do without IPv6, in a cluster that has nothing else. */
final class WithoutIpv6Test {

  @TempDir Path folder;

  @Test
  void anAgentWithAnIpv6AddressIsAnErrorAtOnceThatNamesTheAddressFamily() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), ContainerResponses.TOKEN);

    String output =
        ForkedJava.run(
            WithoutIpv6.class.getName(),
            List.of("-Djava.net.preferIPv4Stack=true"),
            Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://[fd00:ec2::23]/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                token.toString()));

    assertTrue(output.contains("MISCONFIGURED"), output);
    assertTrue(output.contains("is an IPv6 address, and this JVM has no IPv6"), output);
    assertTrue(output.contains("java.net.preferIPv4Stack"), output);
    assertTrue(output.contains("(from AWS_CONTAINER_CREDENTIALS_FULL_URI)"), output);
    assertFalse(output.contains("DaemonSet"), output);
  }
}
