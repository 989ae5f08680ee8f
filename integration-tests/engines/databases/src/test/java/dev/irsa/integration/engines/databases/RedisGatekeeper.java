package dev.irsa.integration.engines.databases;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Replaces a valid token in {@code AUTH} and {@code HELLO} by the password of the server. */
final class RedisGatekeeper extends Gatekeeper {

  private final TokenCheck check;
  private final String password;

  RedisGatekeeper(int server, TokenCheck check, String password) throws IOException {
    super(server);
    this.check = check;
    this.password = password;
  }

  @Override
  void relay(DataInputStream client, OutputStream toClient, Socket server) throws IOException {
    OutputStream toServer = server.getOutputStream();
    copyResponses(server, toClient);
    while (true) {
      List<byte[]> command = command(client);
      int token = token(command);
      if (token > 0) {
        String given = new String(command.get(token), StandardCharsets.UTF_8);
        String forwarded = check.accepts(given) ? password : "refused";
        command.set(token, forwarded.getBytes(StandardCharsets.UTF_8));
      }
      send(command, toServer);
    }
  }

  /** Returns the index of the password in a command, or -1. */
  private static int token(List<byte[]> command) {
    for (int i = 0; i + 2 < command.size(); i++) {
      String word = new String(command.get(i), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
      if (i == 0 && !word.equals("AUTH") && !word.equals("HELLO")) {
        return -1;
      }
      if (word.equals("AUTH")) {
        return i + 2;
      }
    }
    return -1;
  }

  private static List<byte[]> command(DataInputStream client) throws IOException {
    int parts = number(client, '*');
    List<byte[]> command = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      command.add(client.readNBytes(number(client, '$')));
      client.readNBytes(2);
    }
    return command;
  }

  private static int number(DataInputStream client, char kind) throws IOException {
    byte found = client.readByte();
    if (found != kind) {
      throw new IOException("expected " + kind + ", found " + found);
    }
    StringBuilder digits = new StringBuilder();
    for (byte next = client.readByte(); next != '\r'; next = client.readByte()) {
      digits.append((char) next);
    }
    client.readByte();
    return Integer.parseInt(digits.toString());
  }

  private static void send(List<byte[]> command, OutputStream toServer) throws IOException {
    String head = "*" + command.size() + "\r\n";
    toServer.write(head.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : command) {
      toServer.write(("$" + part.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      toServer.write(part);
      toServer.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    toServer.flush();
  }
}
