package dev.irsa.serve;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the credentials of an {@link IrsaCredentials} to other processes of the pod, as the
 * container credentials that every AWS SDK and the AWS CLI can use. Other processes then have the
 * pod's role without calling STS or the agent themselves.
 *
 * <p>The server listens on 127.0.0.1 and, where IPv6 is available, on ::1. Clients need a random
 * token, which is in a file that only this user can read. The server refuses everything that a
 * browser or a proxy could forward (other {@code Host} names, {@code Origin}, {@code Referer},
 * {@code X-Forwarded-For}, methods other than GET). It handles eight connections at a time; others
 * wait. A request must arrive within two seconds. Credentials that it serves are valid for at least
 * 60 s.
 *
 * <pre>{@code
 * try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment();
 *     CredentialsServer server = CredentialsServer.start(irsa)) {
 *   ProcessBuilder child = new ProcessBuilder("aws", "s3", "sync", ...);
 *   server.configure(child.environment());
 *   child.start().waitFor();
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #close} stops the server and deletes the token file; it does not close the
 * {@link IrsaCredentials}, which must stay open as long as the server.
 *
 * @since 0.1
 */
public final class CredentialsServer implements AutoCloseable {

  /**
   * The variables that must not be set in the environment of a client, since the SDKs prefer them
   * to the server.
   */
  public static final List<String> SHADOWING_VARIABLES =
      List.of(
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN");

  private static final String URI_VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN_FILE_VARIABLE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final int TOKEN_BYTES = 32;

  private final TokenFile tokenFile;
  private final LoopbackListeners listeners;
  private final Connections connections;

  private CredentialsServer(
      TokenFile tokenFile, LoopbackListeners listeners, Connections connections) {
    this.tokenFile = tokenFile;
    this.listeners = listeners;
    this.connections = connections;
  }

  /**
   * Starts a server on a free port, with a token file in a new directory.
   *
   * @param credentials the credentials to serve; not closed by the server
   * @throws IOException as {@link Builder#start}
   */
  public static CredentialsServer start(IrsaCredentials credentials) throws IOException {
    return builder(credentials).start();
  }

  /** Returns a builder for a server of these credentials, which the server does not close. */
  public static Builder builder(IrsaCredentials credentials) {
    return new Builder(credentials);
  }

  /**
   * Returns the URI of the credentials, for {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. Its host is
   * 127.0.0.1; [::1] with the same port and path works as well where IPv6 is available.
   */
  public URI uri() {
    return listeners.uri();
  }

  /**
   * Returns the absolute path of the file with the token, for {@code
   * AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}. Only this user can read it.
   */
  public Path tokenFile() {
    return tokenFile.path();
  }

  /**
   * Changes the environment of a child process so that its SDK uses this server: sets the two
   * variables, and removes {@link #SHADOWING_VARIABLES}.
   *
   * @param environment a modifiable map, such as that of {@link ProcessBuilder#environment}
   */
  public void configure(Map<String, String> environment) {
    environment.keySet().removeAll(SHADOWING_VARIABLES);
    environment.put(URI_VARIABLE, uri().toString());
    environment.put(TOKEN_FILE_VARIABLE, tokenFile().toString());
  }

  /** Stops the server: ends its connections and threads, and deletes the token file. Idempotent. */
  @Override
  public void close() {
    tokenFile.close();
    listeners.close();
    connections.close();
  }

  /**
   * Builds a {@link CredentialsServer}. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder {

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration REQUEST_BOUND = Duration.ofSeconds(2);

    private final IrsaCredentials credentials;
    private int port;
    private @Nullable Path tokenFile;
    private Duration requestBound = REQUEST_BOUND;
    private InstantSource clock = InstantSource.system();

    private Builder(IrsaCredentials credentials) {
      this.credentials = credentials;
    }

    /**
     * Sets the port.
     *
     * @param number 1 to 65535, or 0 for a free one. Default: 0
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder port(int number) {
      if (number < 0 || number > HIGHEST_PORT) {
        throw new IllegalArgumentException("port must lie between 0 and 65535, found " + number);
      }
      port = number;
      return this;
    }

    /**
     * Sets the file for the token. It is replaced if it exists, and deleted when the server is
     * closed. Its directory must exist. Default: a file in a new directory of this user below
     * {@code java.io.tmpdir}, which is deleted as well.
     */
    public Builder tokenFile(Path file) {
      tokenFile = file;
      return this;
    }

    /** Sets how long a request may take to arrive. */
    Builder requestBound(Duration bound) {
      requestBound = bound;
      return this;
    }

    /** Sets the clock by which the validity of credentials is computed. */
    Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Starts a server. Does not request credentials: that is done for each client, so a server can
     * be started while STS is unavailable.
     *
     * @throws BindException if the port is not available
     * @throws FileSystemException if the token file cannot be written
     * @throws MisconfiguredException if the credentials come from this server itself
     * @throws IOException if the machine does not have a loopback interface
     */
    public CredentialsServer start() throws IOException {
      LoopbackListeners listeners = LoopbackListeners.bind(port);
      try {
        requireOtherSource(listeners);
        String token = newToken();
        TokenFile file = TokenFile.write(tokenFile, token);
        Connections connections =
            new Connections(
                new RequestRules(token, new SessionReply(credentials, clock)), requestBound);
        listeners.all().forEach(connections::accept);
        return new CredentialsServer(file, listeners, connections);
      } catch (IOException | RuntimeException failure) {
        listeners.close();
        throw failure;
      }
    }

    private static String newToken() {
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** A server that asked itself would occupy all its connections at the first request. */
    private void requireOtherSource(LoopbackListeners listeners) {
      URI source = credentials.status().endpoint();
      if (source != null && listeners.serve(source)) {
        throw new MisconfiguredException(
            true,
            List.of(
                new Problem(
                    URI_VARIABLE,
                    null,
                    source + " is the address of this server itself",
                    "set it for the clients only, and serve from a process that has the pod's own"
                        + " variables")));
      }
    }
  }
}
