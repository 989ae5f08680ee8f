package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hosts to which an authorization token is sent without TLS: addresses that do not leave the
 * node. The AWS SDKs allow the same addresses (SDK reference guide, container credential provider).
 */
public final class ContainerHosts {

  /** The allowed hosts, for messages. */
  public static final String ALLOWED =
      "loopback, 169.254.170.2 (ECS), 169.254.170.23 and [fd00:ec2::23] (EKS), or https";

  private static final byte[] ECS = {(byte) 169, (byte) 254, (byte) 170, 2};
  private static final byte[] EKS = {(byte) 169, (byte) 254, (byte) 170, 23};
  private static final byte[] EKS_IPV6 = {
    (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x23
  };

  private ContainerHosts() {}

  /** Returns whether a token may be sent to an address without TLS. */
  public static boolean isAllowed(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress() || Arrays.equals(bytes, ECS) || isEks(bytes);
  }

  /** Returns whether a host is {@code localhost} or a loopback address. */
  public static boolean isLoopback(String host) {
    InetAddress address = literal(host);
    return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
  }

  /**
   * Returns whether a host is the address of the EKS Pod Identity agent, which requires a token.
   */
  public static boolean isEksAgent(String host) {
    InetAddress address = literal(host);
    return address != null && isEks(address.getAddress());
  }

  /** Returns the address of a literal, or null if the host is a name. Does not use DNS. */
  public static @Nullable InetAddress literal(String host) {
    if (!isIpv4(host) && !isIpv6(host)) {
      return null;
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The JDK never looks up a text that begins like this and contains a colon, valid or not. */
  private static boolean isIpv6(String host) {
    return host.indexOf(':') >= 0 && "[:0123456789abcdefABCDEF".indexOf(host.charAt(0)) >= 0;
  }

  /** The JDK looks up the names of other texts that begin with a digit. */
  private static boolean isIpv4(String host) {
    String[] numbers = host.split("\\.", -1);
    for (String number : numbers) {
      if (!isByte(number)) {
        return false;
      }
    }
    return numbers.length == 4;
  }

  private static boolean isByte(String number) {
    return number.length() <= 3
        && AsciiText.isDigits(number, 0, number.length())
        && Integer.parseInt(number) <= 255;
  }

  private static boolean isEks(byte[] address) {
    return Arrays.equals(address, EKS) || Arrays.equals(address, EKS_IPV6);
  }
}
