package dev.irsa.doctor.internal.network;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Describes IP addresses. */
public final class Addresses {

  private static final int MAX_SHOWN = 3;

  private Addresses() {}

  /** Returns addresses in words: {@code 10.0.1.7 (private)}. */
  public static String describe(List<InetAddress> addresses) {
    String shown =
        addresses.stream()
            .limit(MAX_SHOWN)
            .map(address -> address.getHostAddress() + " (" + kind(address) + ")")
            .collect(Collectors.joining(", "));
    return addresses.size() > MAX_SHOWN ? shown + ", ..." : shown;
  }

  /** Returns whether all addresses are public, so that a private cluster cannot reach them. */
  public static boolean allPublic(List<InetAddress> addresses) {
    return !addresses.isEmpty() && addresses.stream().allMatch(a -> kind(a).equals("public"));
  }

  private static String kind(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return "loopback";
    }
    if (address.isLinkLocalAddress()) {
      return "link-local";
    }
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    // 100.64.0.0/10 is shared address space (RFC 6598), which EKS uses for pods.
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isSiteLocalAddress() || uniqueLocal || shared ? "private" : "public";
  }
}
