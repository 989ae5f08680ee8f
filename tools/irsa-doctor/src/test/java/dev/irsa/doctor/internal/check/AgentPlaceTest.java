package dev.irsa.doctor.internal.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class AgentPlaceTest {

  @Test
  void aMissingRouteIsToldFromARefusedConnection() {
    assertTrue(
        AgentNetworkChecks.isWithoutRoute(
            new NoRouteToHostException("No route to host (Host unreachable)")));
    assertTrue(AgentNetworkChecks.isWithoutRoute(new ConnectException("Network is unreachable")));
    assertFalse(AgentNetworkChecks.isWithoutRoute(new ConnectException("Connection refused")));
    assertFalse(AgentNetworkChecks.isWithoutRoute(new SocketTimeoutException("Connect timed out")));
    assertFalse(AgentNetworkChecks.isWithoutRoute(null));
  }
}
