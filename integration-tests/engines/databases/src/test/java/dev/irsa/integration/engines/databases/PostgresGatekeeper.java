package dev.irsa.integration.engines.databases;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks for the password in clear text, as RDS does, and gives the rest to a server that trusts.
 *
 * <p>Source: PostgreSQL 14, "Frontend/Backend Protocol".
 */
final class PostgresGatekeeper extends Gatekeeper {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private final TokenCheck check;

  PostgresGatekeeper(int server, TokenCheck check) throws IOException {
    super(server);
    this.check = check;
  }

  @Override
  void relay(DataInputStream client, OutputStream toClient, Socket server) throws IOException {
    byte[] startup = startup(client, toClient);
    toClient.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
    toClient.flush();
    if (client.readByte() != 'p') {
      return;
    }
    byte[] password = client.readNBytes(client.readInt() - 4);
    String token = new String(password, 0, password.length - 1, StandardCharsets.UTF_8);
    if (!check.accepts(token)) {
      refuse(new DataOutputStream(toClient));
      return;
    }
    DataOutputStream toServer = new DataOutputStream(server.getOutputStream());
    toServer.writeInt(startup.length + 4);
    toServer.write(startup);
    toServer.flush();
    copyResponses(server, toClient);
    copy(client, toServer);
  }

  private static byte[] startup(DataInputStream client, OutputStream toClient) throws IOException {
    while (true) {
      int length = client.readInt();
      byte[] message = client.readNBytes(length - 4);
      int code = java.nio.ByteBuffer.wrap(message).getInt();
      if (code != SSL_REQUEST && code != GSS_REQUEST) {
        return message;
      }
      toClient.write('N');
      toClient.flush();
    }
  }

  private static void refuse(DataOutputStream toClient) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "C28P01", "MPAM authentication failed"}) {
      fields.write(field.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }
    fields.write(0);
    toClient.writeByte('E');
    toClient.writeInt(fields.size() + 4);
    fields.writeTo(toClient);
    toClient.flush();
  }
}
