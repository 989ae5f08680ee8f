package dev.irsa.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on loopback that handles each connection by a script, byte by byte. */
public final class ScriptedServer implements AutoCloseable {

  /** Handles a connection, which is closed afterwards. */
  public interface Script {
    void serve(Connection connection) throws Exception;

    /** Reads the request before it goes on. */
    static Script afterRequest(Script then) {
      return connection -> {
        connection.readRequest();
        then.serve(connection);
      };
    }

    /** Reads the request and answers with a body. */
    static Script answer(int status, String body, String... headers) {
      return afterRequest(connection -> connection.answer(status, body, headers));
    }

    /** Reads the request and writes text as it is. */
    static Script raw(String text) {
      return afterRequest(connection -> connection.write(text));
    }
  }

  private final ServerSocket listener;
  private final String scheme;
  private final SSLContext tls;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);

  private final String[] protocols;

  private ScriptedServer(String scheme, SSLContext tls, Script script, String... protocols) {
    this.scheme = scheme;
    this.tls = tls;
    this.protocols = protocols;
    this.script = script;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Starts a server with plain http. */
  public static ScriptedServer plain(Script script) {
    return new ScriptedServer("http", null, script);
  }

  /** Starts a server with plain http that issues credentials of STS for an hour. */
  public static ScriptedServer issuing() {
    return plain(
        connection -> {
          connection.readRequest();
          connection.answer(200, StsResponses.anHour());
        });
  }

  /** Starts a server with plain http that answers every request with the same body. */
  public static ScriptedServer answering(int status, String body, String... headers) {
    return plain(Script.answer(status, body, headers));
  }

  /** Starts a server with https in certain versions of TLS, or in all if none are named. */
  public static ScriptedServer tls(SSLContext context, Script script, String... protocols) {
    return new ScriptedServer("https", context, script, protocols);
  }

  /** Starts a server that is called with https but performs no handshake. */
  public static ScriptedServer tlsWithoutHandshake(Script script) {
    return new ScriptedServer("https", null, script);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (Socket raw = socket;
        Socket spoken = tls == null ? raw : handshake(raw)) {
      script.serve(new Connection(spoken));
    } catch (Exception e) {
      // Many scripts make the client close the connection.
    }
  }

  private Socket handshake(Socket raw) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(raw, "127.0.0.1", raw.getPort(), true);
    socket.setUseClientMode(false);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return socket;
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + port() + "/");
  }

  /** Returns the variables of a pod that calls this as STS, and writes its token into a folder. */
  public Map<String, String> pod(Path folder) {
    Map<String, String> variables = new HashMap<>();
    try {
      Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
      variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart");
    variables.put("AWS_REGION", "eu-west-1");
    variables.put("HOSTNAME", "cart-0");
    variables.put("AWS_ENDPOINT_URL_STS", uri().toString());
    return variables;
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  /** Returns the requests that were read: header, empty line, body. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until a script holds a connection. */
  public void awaitHeld() throws InterruptedException {
    held.await();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. */
  public final class Connection {
    private final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    /** Reads the header and the body. */
    public String readRequest() throws IOException {
      InputStream input = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = input.read();
        if (b < 0) {
          throw new IOException("closed");
        }
        head.append((char) b);
      }
      int length = 0;
      for (String line : head.toString().split("\r\n", -1)) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      String request = head + new String(input.readNBytes(length), StandardCharsets.UTF_8);
      requests.add(request);
      return request;
    }

    /** Writes text as it is. */
    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as they are. */
    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** Answers with a body. */
    public void answer(int status, String body, String... headers) throws IOException {
      answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Answers with a body. */
    public void answer(int status, byte[] body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      write(head.append("\r\n").toString());
      write(body);
    }

    /**
     * Relays bytes in both directions between the client and another port on loopback until one
     * side ends.
     */
    public void relay(int port) throws IOException {
      try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
        start(
            () -> {
              try {
                other.getInputStream().transferTo(socket.getOutputStream());
              } catch (IOException e) {
                // One side has closed.
              }
            });
        socket.getInputStream().transferTo(other.getOutputStream());
      }
    }

    /** Holds the connection until the server closes. */
    public void hold() throws InterruptedException {
      held.countDown();
      closed.await();
    }

    /** Waits for one byte. */
    public void awaitByte() throws IOException {
      int unused = socket.getInputStream().read();
    }

    /** Writes the same byte again and again until the client closes. */
    public void drip(char c) throws IOException, InterruptedException {
      held.countDown();
      while (!closed.await(5, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        write(String.valueOf(c));
      }
    }
  }
}
