package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.LabNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the server listens, as given on the command line; null for the defaults. */
record ListenOptions(@Nullable Integer port, @Nullable String bind, @Nullable String host) {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * Returns where to listen.
   *
   * @throws InvalidInputException if an option is invalid
   */
  LabNetwork network() {
    InetAddress address = address();
    int first = port == null ? 0 : port;
    if (first < 0 || first > 65_530) {
      throw new InvalidInputException("--port", "expected 1 to 65530, found " + first, null);
    }
    try {
      return new LabNetwork(address, host == null ? hostOf(address) : host, first);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "--host", String.valueOf(e.getMessage()).replaceFirst("^host: ", ""), e);
    }
  }

  /** Returns the address of --bind, which must not be a name: a name can mean several. */
  private InetAddress address() {
    String given = bind == null ? "127.0.0.1" : bind;
    try {
      if (ADDRESS.matcher(given).matches()) {
        return InetAddress.getByName(given);
      }
    } catch (UnknownHostException e) {
      // Reported below.
    }
    throw new InvalidInputException(
        "--bind", "expected an IP address, found " + Excerpt.of(given), null);
  }

  private static String hostOf(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
