package dev.irsa.internal.container;

import static dev.irsa.fake.ScriptedServer.Script.afterRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.internal.identity.TokenExchange;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests agents that hang, send slowly, or close the connection. */
final class SlowAgentTest {

  /** Longer than any test may take, so that only an abort ends the call. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  private static Script writing(String text, Script then) {
    return afterRequest(
        connection -> {
          connection.write(text);
          then.serve(connection);
        });
  }

  static Stream<Arguments> slow() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{\"AccessKeyId\":\"";
    Script hold = ScriptedServer.Connection::hold;
    Script drip = connection -> connection.drip('x');
    return Stream.of(
        arguments("hangs after accept", hold, Stage.REQUEST),
        arguments("hangs after the request", afterRequest(hold), Stage.REQUEST),
        arguments("hangs in its head", writing("HTTP/1.1 20", hold), Stage.RESPONSE),
        arguments("drips its head", writing("HTTP/1.1 200 OK\r\nX: ", drip), Stage.RESPONSE),
        arguments("hangs in its body", writing(head, hold), Stage.RESPONSE),
        arguments("drips its body", writing(head, drip), Stage.RESPONSE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void theBoundEndsTheCall(String row, Script script, Stage stage) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      ExchangeUnavailableException failure =
          ContainerExchanges.failAt(
              stage, ContainerExchanges.agent(server), ContainerExchanges.direct());

      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertTrue(
          failure.remedy().contains("service meshes between this pod and the EKS Pod Ident"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void anAbortFromAnotherThreadEndsTheCall(String row, Script script, Stage stage)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      TokenExchange.Call call =
          ContainerExchanges.call(server.uri(), ContainerExchanges.direct(), ENDLESS);
      CompletableFuture<CredentialsException> ended = ContainerExchanges.failInBackground(call);
      server.awaitHeld();

      call.abort();
      call.abort();

      CredentialsException failure = ended.join();
      assertInstanceOf(ExchangeUnavailableException.class, failure);
      assertTrue(failure.getMessage().contains("the call was cancelled"), failure::getMessage);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aCallAbortedBeforeItStartsOpensNoConnection() {
    try (ScriptedServer server = ScriptedServer.answering(200, ContainerResponses.success())) {
      TokenExchange.Call call =
          ContainerExchanges.call(server.uri(), ContainerExchanges.direct(), ENDLESS);
      call.abort();

      ExchangeUnavailableException failure =
          assertThrows(
              ExchangeUnavailableException.class, () -> call.send(ContainerExchanges.TOKEN));

      assertTrue(failure.getMessage().contains("cancelled"), failure::getMessage);
      assertEquals(0, server.connections());
    }
  }

  @Test
  void aCallWithoutTimeLeftOpensNoConnection() {
    try (ScriptedServer server = ScriptedServer.answering(200, ContainerResponses.success())) {
      TokenExchange.Call call =
          ContainerExchanges.call(server.uri(), ContainerExchanges.direct(), Duration.ZERO);

      assertThrows(ExchangeUnavailableException.class, () -> call.send(ContainerExchanges.TOKEN));

      assertEquals(0, server.connections());
    }
  }

  static Stream<Arguments> ended() {
    return Stream.of(
        arguments("a reset before the request is read", (Script) connection -> connection.reset()),
        arguments("a reset after the request", afterRequest(connection -> connection.reset())),
        arguments("an end without a response", afterRequest(connection -> {})),
        arguments("an end in the head", writing("HTTP/1.1 200 OK\r\nA", connection -> {})),
        arguments(
            "an end in the body",
            writing("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", connection -> {})),
        arguments("a response that is not HTTP", writing("SSH-2.0-x\r\n", connection -> {})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ended")
  void isAnOutage(String row, Script script) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      ExchangeUnavailableException failure =
          ContainerExchanges.failWithoutResponse(
              ContainerExchanges.agent(server), ContainerExchanges.direct());

      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertTrue(failure.isRetryable());
      assertTrue(failure.summary().startsWith("The EKS Pod Identity agent at http://127.0.0.1:"));
      // A reset may arrive while the connection opens, and then it is opened again.
      boolean maySeeAnother = row.startsWith("a reset before");
      assertTrue(server.connections() == 1 || maySeeAnother, server.connections() + " connections");
    }
  }
}
