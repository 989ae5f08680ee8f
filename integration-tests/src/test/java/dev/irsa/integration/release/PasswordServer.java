package dev.irsa.integration.release;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A PostgreSQL that asks for the password in clear text, as RDS does for IAM users, notes it, and
 * then does nothing with any statement. {@code IamLoginTest} has a real one that checks the token.
 *
 * <p>Source: PostgreSQL 14, "Frontend/Backend Protocol".
 */
final class PasswordServer implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int TYPE_TEXT = 25;

  private final ServerSocket entrance;
  private final List<String> passwords = new CopyOnWriteArrayList<>();
  private final List<String> statements = new CopyOnWriteArrayList<>();

  PasswordServer() throws IOException {
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Connections.accept(entrance, "postgres", this::serve);
  }

  int port() {
    return entrance.getLocalPort();
  }

  List<String> passwords() {
    return List.copyOf(passwords);
  }

  List<String> statements() {
    return List.copyOf(statements);
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      logIn(in, out);
      String statement = "";
      for (int type = in.read(); type >= 0; type = in.read()) {
        byte[] message = in.readNBytes(in.readInt() - 4);
        if (type == 'P' || type == 'Q') {
          // A prepared statement has a name before it.
          statement =
              new String(message, StandardCharsets.UTF_8).split("\0", -1)[type == 'P' ? 1 : 0];
          statements.add(statement);
        }
        answer(type, statement, out);
      }
    } catch (IOException ended) {
      // The client sees that.
    }
  }

  private void logIn(DataInputStream in, DataOutputStream out) throws IOException {
    for (int code = startup(in); code == SSL_REQUEST || code == GSS_REQUEST; code = startup(in)) {
      out.write('N');
    }
    message(out, 'R', new byte[] {0, 0, 0, 3});
    if (in.readByte() != 'p') {
      throw new IOException("expected a password");
    }
    byte[] password = in.readNBytes(in.readInt() - 4);
    passwords.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
    message(out, 'R', new byte[4]);
    for (String setting :
        List.of("server_version\0" + "16.4", "client_encoding\0UTF8", "DateStyle\0ISO")) {
      message(out, 'S', text(setting));
    }
    message(out, 'Z', text("I"), 1);
  }

  private static int startup(DataInputStream in) throws IOException {
    return ByteBuffer.wrap(in.readNBytes(in.readInt() - 4)).getInt();
  }

  private static void answer(int type, String statement, DataOutputStream out) throws IOException {
    switch (type) {
      case 'P' -> message(out, '1');
      case 'B' -> message(out, '2');
      case 'D' -> described(statement, out);
      case 'C' -> message(out, '3');
      case 'E' -> executed(statement, out);
      case 'Q' -> { // The driver's own settings.
        executed(statement, out);
        message(out, 'Z', text("I"), 1);
      }
      case 'S' -> message(out, 'Z', text("I"), 1);
      default -> {} // Flush and Terminate.
    }
  }

  /** Only what a pool asks about itself has a result: one text. */
  private static boolean hasResult(String statement) {
    return statement.regionMatches(true, 0, "show ", 0, 5);
  }

  private static void described(String statement, DataOutputStream out) throws IOException {
    if (hasResult(statement)) {
      message(
          out,
          'T',
          ByteBuffer.allocate(26)
              .putShort((short) 1)
              .put(text("value"))
              .putInt(0)
              .putShort((short) 0)
              .putInt(TYPE_TEXT)
              .putShort((short) -1)
              .putInt(-1)
              .putShort((short) 0)
              .array());
    } else {
      message(out, 'n');
    }
  }

  private static void executed(String statement, DataOutputStream out) throws IOException {
    if (statement.isBlank()) {
      message(out, 'I');
      return;
    }
    if (hasResult(statement)) {
      byte[] value = "read committed".getBytes(StandardCharsets.UTF_8);
      message(
          out,
          'D',
          ByteBuffer.allocate(6 + value.length)
              .putShort((short) 1)
              .putInt(value.length)
              .put(value)
              .array());
    }
    message(out, 'C', text(statement.startsWith("insert") ? "INSERT 0 1" : "SET"));
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static void message(DataOutputStream out, char type, byte... body) throws IOException {
    message(out, type, body, body.length);
  }

  private static void message(DataOutputStream out, char type, byte[] body, int length)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(type);
    whole.writeBytes(ByteBuffer.allocate(4).putInt(length + 4).array());
    whole.write(body, 0, length);
    out.write(whole.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
