package dev.irsa.doctor.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the words of an operating system say, which this machine does not say by itself. */
class AgentNetworkChecksTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new NoRouteToHostException("No route to host"), true),
        Arguments.of(new ConnectException("Network is unreachable"), true),
        Arguments.of(new ConnectException("Connection refused"), false),
        Arguments.of(null, false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aPodWithoutAWayToTheAgentIsTold(@Nullable Exception failure, boolean isWithoutRoute) {
    ProbeResult result =
        new ProbeResult(
            URI.create("http://169.254.170.23/"),
            null,
            NetworkStage.TCP,
            "",
            false,
            List.of(),
            List.of(),
            null,
            failure);

    assertEquals(isWithoutRoute, AgentNetworkChecks.isWithoutRoute(result));
  }
}
