package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.server.HttpConnection.ServerContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection, as faults see it: the bytes of a response, and the socket below TLS, which they
 * can reset or leave open.
 */
final class ResponseWriter {
  private final Socket tcp;
  private final InputStream in;
  private final OutputStream out;
  private final ServerContext context;

  ResponseWriter(Socket tcp, InputStream in, OutputStream out, ServerContext context) {
    this.tcp = tcp;
    this.in = in;
    this.out = out;
    this.context = context;
  }

  /** Waits in the lab's time. */
  void sleep(Duration duration) throws InterruptedException {
    context.time().sleep(duration);
  }

  /** Sends nothing until the client closes the connection or the server is closed. */
  void hang() throws IOException {
    byte[] ignored = new byte[1024];
    int count = in.read(ignored);
    while (count >= 0) {
      count = in.read(ignored);
    }
    throw new ConnectionEndedException("the client closed the connection");
  }

  /** Ends the connection by a TCP reset. */
  void reset() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
    throw new ConnectionEndedException("reset");
  }

  /** Closes the connection regularly, without the rest of the response. */
  void end() throws IOException {
    out.flush();
    tcp.close();
    throw new ConnectionEndedException("closed");
  }

  /** Sends a response in one piece: clients that get the head alone may lose the body. */
  void write(Response response, boolean withBody) throws IOException {
    out.write(head(response));
    writeBytes(response.body(), withBody ? response.body().length : 0);
  }

  void writeHead(Response response) throws IOException {
    out.write(head(response));
    out.flush();
  }

  private byte[] head(Response response) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(response.status()).append(' ');
    head.append(Reason.of(response.status())).append("\r\n");
    Headers headers = response.headers();
    if (headers.first("Date").isEmpty()) {
      headers = headers.with("Date", Response.httpDate(context.time().now()));
    }
    if (headers.first("Content-Length").isEmpty() && mayHaveBody(response.status())) {
      headers = headers.with("Content-Length", Integer.toString(response.body().length));
    }
    for (Headers.Field field : headers.fields()) {
      // An empty value means that a fault removes the header.
      if (!field.value().isEmpty()) {
        head.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  void writeBytes(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    out.flush();
  }

  private static boolean mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  /** The reason phrases of the status codes used by the lab. */
  private static final class Reason {
    static String of(int status) {
      return switch (status) {
        case 200 -> "OK";
        case 204 -> "No Content";
        case 206 -> "Partial Content";
        case 304 -> "Not Modified";
        case 307 -> "Temporary Redirect";
        case 400 -> "Bad Request";
        case 401 -> "Unauthorized";
        case 403 -> "Forbidden";
        case 404 -> "Not Found";
        case 405 -> "Method Not Allowed";
        case 409 -> "Conflict";
        case 412 -> "Precondition Failed";
        case 413 -> "Content Too Large";
        case 416 -> "Requested Range Not Satisfiable";
        case 429 -> "Too Many Requests";
        case 500 -> "Internal Server Error";
        case 501 -> "Not Implemented";
        case 502 -> "Bad Gateway";
        case 503 -> "Service Unavailable";
        case 504 -> "Gateway Timeout";
        default -> "Status";
      };
    }
  }

  /** Thrown when a fault has ended the connection, which can no longer be used. */
  static final class ConnectionEndedException extends IOException {
    ConnectionEndedException(String how) {
      super(how);
    }
  }
}
