package dev.irsa.testkit.internal.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The loopback addresses, also in JVMs that prefer one version of IP. */
public final class Loopback {
  /** The host of URIs at {@link #IPV4}. */
  public static final String HOST = "127.0.0.1";

  /** 127.0.0.1. */
  public static final InetAddress IPV4 = address(new byte[] {127, 0, 0, 1});

  /** ::1. */
  public static final InetAddress IPV6 =
      address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private Loopback() {}

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are an address", e);
    }
  }
}
