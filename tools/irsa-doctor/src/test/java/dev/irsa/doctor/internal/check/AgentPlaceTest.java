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
        AgentPlaceCheck.isWithoutRoute(
            new NoRouteToHostException("No route to host (Host unreachable)")));
    assertTrue(AgentPlaceCheck.isWithoutRoute(new ConnectException("Network is unreachable")));
    assertFalse(AgentPlaceCheck.isWithoutRoute(new ConnectException("Connection refused")));
    assertFalse(AgentPlaceCheck.isWithoutRoute(new SocketTimeoutException("Connect timed out")));
    assertFalse(AgentPlaceCheck.isWithoutRoute(null));
  }
}
