package dev.irsa.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Finds free ports of loopback. */
final class FreePorts {
  private static final int ATTEMPTS = 100;

  private FreePorts() {}

  /** Returns the first of several consecutive ports below those that systems give out. */
  static int consecutive(int count) throws IOException {
    Random random = new Random();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      int first = random.nextInt(11_000, 32_000);
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new IOException("found no " + count + " consecutive free ports");
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        // Closed again: only its success counts.
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
