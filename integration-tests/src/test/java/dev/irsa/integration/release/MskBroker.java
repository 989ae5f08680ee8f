package dev.irsa.integration.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A broker with one topic of one partition, which notes how a producer logs in by {@code
 * AWS_MSK_IAM}, and takes what it sends. It does not check the signature.
 *
 * <p>Source: Kafka's protocol guide; of each request the oldest version that clients of Kafka 4
 * still send, since these have the simplest format.
 */
final class MskBroker implements AutoCloseable {

  private static final short PRODUCE = 0;
  private static final short METADATA = 3;
  private static final short SASL_HANDSHAKE = 17;
  private static final short API_VERSIONS = 18;
  private static final short INIT_PRODUCER_ID = 22;
  private static final short SASL_AUTHENTICATE = 36;

  private static final Map<Short, Integer> VERSIONS =
      Map.of(
          PRODUCE, 3,
          METADATA, 1,
          SASL_HANDSHAKE, 1,
          API_VERSIONS, 0,
          INIT_PRODUCER_ID, 0,
          SASL_AUTHENTICATE, 0);
  private static final int UNSUPPORTED_VERSION = 35;

  private final SSLServerSocket entrance;
  private final String topic;
  private final List<String> logins = new CopyOnWriteArrayList<>();

  MskBroker(SSLContext identity, String topic) throws IOException {
    this.topic = topic;
    entrance =
        (SSLServerSocket)
            identity
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Connections.accept(entrance, "broker", this::serve);
  }

  String address() {
    return "127.0.0.1:" + entrance.getLocalPort();
  }

  /** Returns the JSON documents with which clients have logged in. */
  List<String> logins() {
    return List.copyOf(logins);
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        DataInputStream request =
            new DataInputStream(new ByteArrayInputStream(in.readNBytes(in.readInt())));
        short kind = request.readShort();
        short version = request.readShort();
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(response);
        fields.writeInt(request.readInt()); // The number of the request.
        answer(kind, version, request, fields);
        out.writeInt(response.size());
        response.writeTo(out);
        out.flush();
      }
    } catch (IOException ended) {
      // The client sees that.
    }
  }

  private void answer(short kind, short version, DataInputStream in, DataOutputStream out)
      throws IOException {
    switch (kind) {
      case API_VERSIONS -> versions(version, out);
      case SASL_HANDSHAKE -> {
        out.writeShort(0);
        out.writeInt(1);
        out.writeUTF("AWS_MSK_IAM");
      }
      case SASL_AUTHENTICATE -> {
        in.readUTF(); // The client's id.
        logins.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        out.writeShort(0);
        out.writeShort(-1);
        bytes(out, "{\"version\":\"2020_10_22\",\"request-id\":\"1\"}");
      }
      case METADATA -> metadata(out);
      case INIT_PRODUCER_ID -> {
        out.writeInt(0);
        out.writeShort(0);
        out.writeLong(1);
        out.writeShort(0);
      }
      case PRODUCE -> {
        out.writeInt(1);
        out.writeUTF(topic);
        out.writeInt(1);
        out.writeInt(0);
        out.writeShort(0);
        out.writeLong(0);
        out.writeLong(-1);
        out.writeInt(0);
      }
      default -> throw new IOException("unexpected request " + kind);
    }
  }

  private static void bytes(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** To a newer request this is the answer that lets the client ask again. */
  private static void versions(short version, DataOutputStream out) throws IOException {
    out.writeShort(version == 0 ? 0 : UNSUPPORTED_VERSION);
    out.writeInt(VERSIONS.size());
    for (Map.Entry<Short, Integer> each : VERSIONS.entrySet()) {
      out.writeShort(each.getKey());
      out.writeShort(each.getValue());
      out.writeShort(each.getValue());
    }
  }

  private void metadata(DataOutputStream out) throws IOException {
    out.writeInt(1);
    out.writeInt(0);
    out.writeUTF("127.0.0.1");
    out.writeInt(entrance.getLocalPort());
    out.writeShort(-1);
    out.writeInt(0);
    out.writeInt(1);
    out.writeShort(0);
    out.writeUTF(topic);
    out.writeBoolean(false);
    out.writeInt(1);
    out.writeShort(0);
    out.writeInt(0);
    out.writeInt(0);
    for (int list = 0; list < 2; list++) {
      out.writeInt(1);
      out.writeInt(0);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
