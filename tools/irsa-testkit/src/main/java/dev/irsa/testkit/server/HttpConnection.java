package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.ClientHungUpException;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.RequestReader;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.server.ResponseWriter.ConnectionEndedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Serves the requests of one connection, one after the other, on the calling thread. */
final class HttpConnection implements Runnable {
  private static final Fault NO_FAULT = Fault.none();
  private static final int LONGEST_SILENCE_MILLIS = 1_000;
  private static final long MOST_SKIPPED_BYTES = 256 << 20;

  private final Socket tcp;
  private final @Nullable Supplier<SSLContext> tls;
  private final long number;
  private final boolean oneTooMany;
  private final ServerContext context;

  HttpConnection(
      Socket tcp,
      @Nullable Supplier<SSLContext> tls,
      long number,
      boolean oneTooMany,
      ServerContext context) {
    this.tcp = tcp;
    this.tls = tls;
    this.number = number;
    this.oneTooMany = oneTooMany;
    this.context = context;
  }

  @Override
  public void run() {
    try (tcp) {
      Optional<Fault> silence = context.faults().forConnection();
      if (silence.isPresent()) {
        silence.get().end(wire(tcp));
      }
      Socket socket = tls == null ? tcp : secured(tls.get());
      if (oneTooMany) {
        refuse(socket, socket.getInputStream(), wire(socket), tooMany());
      } else {
        serve(socket);
      }
    } catch (IOException e) {
      // The client disconnected, or a fault or the server's close ended the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket secured(SSLContext context) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  private ResponseWriter wire(Socket socket) throws IOException {
    return new ResponseWriter(tcp, socket.getInputStream(), socket.getOutputStream(), context);
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    WatchedInput in =
        new WatchedInput(new BufferedInputStream(socket.getInputStream()), context.threads());
    BufferedOutputStream out = new BufferedOutputStream(socket.getOutputStream());
    ResponseWriter wire = new ResponseWriter(tcp, in, out, context);
    int longestBody = context.service().limits().bodyBytes();
    RequestReader reader = new RequestReader(in, out, number, tls != null, longestBody);
    try {
      boolean open = true;
      while (open) {
        Optional<Request> request = reader.next();
        open = request.isPresent() && serve(request.get(), wire, in::watch);
      }
      out.flush();
      socket.close();
    } catch (ServiceException e) {
      refuse(socket, in, wire, e);
    }
  }

  private ServiceException tooMany() {
    int most = context.service().limits().connections();
    return new ServiceException(
        503, "TooManyConnections", "more than " + most + " connections are open; close some");
  }

  /**
   * Responds with an error and ends the connection. First it reads what the client still sends:
   * closing a socket with unread bytes resets the connection, and the client could lose the
   * response.
   */
  private void refuse(Socket socket, InputStream in, ResponseWriter wire, ServiceException refusal)
      throws IOException {
    String requestId = UUID.randomUUID().toString();
    Response response =
        refusal.answer(context.service(), requestId, RequestDetails.of("")).response();
    wire.write(response.with("Connection", "close"), true);
    socket.shutdownOutput();
    tcp.setSoTimeout(LONGEST_SILENCE_MILLIS);
    in.skipNBytes(MOST_SKIPPED_BYTES);
  }

  /** Responds to one request. Returns whether the connection stays open. */
  private boolean serve(Request request, ResponseWriter wire, Client client)
      throws IOException, InterruptedException {
    Service service = context.service();
    Arrival arrival = new Arrival(request, context.time().now(), UUID.randomUUID().toString());
    String action = service.describe(request).action();
    Fault fault = context.faults().forRequest(action).orElse(NO_FAULT);
    context.log().arrived(action);
    try {
      fault.before(wire);
    } catch (IOException | InterruptedException e) {
      record(arrival, service.describe(request), 0, fault);
      throw e;
    }
    if (fault.endsConnection()) {
      // Logged first: a client that sees the end must find the request in the log.
      record(arrival, service.describe(request), 0, fault);
      fault.end(wire);
    }
    Service.Answer answer;
    try {
      answer = answer(fault, arrival, client);
    } catch (ClientHungUpException e) {
      record(arrival, service.describe(request), 0, fault);
      throw new ConnectionEndedException("the client closed the connection");
    }
    record(arrival, answer.details(), answer.response().status(), fault);
    boolean last =
        request.headers().first("Connection").filter("close"::equalsIgnoreCase).isPresent();
    Response response = answer.response();
    fault.write(
        wire,
        last ? response.with("Connection", "close") : response,
        !request.method().equals("HEAD"));
    return !last;
  }

  private Service.Answer answer(Fault fault, Arrival arrival, Client client) {
    Service service = context.service();
    try {
      return fault.answer(service, arrival.request, arrival.requestId, client);
    } catch (ClientHungUpException e) {
      throw e;
    } catch (RuntimeException e) {
      Response response =
          service.error(arrival.requestId, 500, "InternalFailure", "error in the lab: " + e);
      RequestDetails details = service.describe(arrival.request).withErrorCode("InternalFailure");
      return new Service.Answer(response, details);
    }
  }

  private void record(Arrival arrival, RequestDetails details, int status, Fault fault) {
    context
        .log()
        .add(
            new RequestRecord(
                arrival.at,
                context.time().now(),
                context.service().name(),
                details,
                status,
                arrival.requestId,
                fault == NO_FAULT ? null : fault.name(),
                number,
                arrival.request.proxied(),
                tls != null));
  }

  /**
   * What the connections of an endpoint share.
   *
   * @param service responds to the requests
   * @param faults the faults to apply
   * @param log receives a record of each request
   * @param time the lab's time, for delays and for the log
   * @param threads runs connections, and what watches them
   */
  record ServerContext(
      Service service, Faults faults, RequestLog log, TimeSource time, Executor threads) {}

  private record Arrival(Request request, Instant at, String requestId) {}
}
