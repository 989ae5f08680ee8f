package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestLog;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The EKS Pod Identity agent of the lab's node, on loopback. It exchanges the token in {@code
 * Authorization} for credentials by calling EKS Auth, keeps them, and renews them, with the checks,
 * limits and texts of the real agent.
 *
 * <pre>{@code
 * lab.agent().stop();  // connections are refused
 * lab.agent().start(); // at the same port; the cache is empty
 * lab.agent().faults().next(Fault.answer(502, "text/html", "<html>"));
 * lab.agent().requests().count("GetCredentials");
 * }</pre>
 *
 * <p>A client that hangs up cancels the agent's own request to EKS Auth, and nothing is kept. All
 * its times are the lab's: with manual time, an attempt that waits for EKS Auth ends when another
 * thread advances the time.
 *
 * <p>Thread-safe. The lab closes it.
 */
public final class PodIdentityAgent implements AutoCloseable {
  private final RequestLog requests = new RequestLog();
  private final LabThreads made = new LabThreads("agent-renewal");
  private final ExecutorService renewals = Executors.newCachedThreadPool(made);
  private final AgentService service;
  private final Endpoint endpoint;

  /**
   * Starts an agent.
   *
   * @param eksAuth supplies the address of EKS Auth, without TLS
   * @param signed whether the cluster signed a token, which is valid
   * @param at the address to listen on
   * @param host the host of {@link #uri}
   */
  public PodIdentityAgent(
      String clusterName,
      Supplier<InetSocketAddress> eksAuth,
      TimeSource time,
      Settings settings,
      Predicate<String> signed,
      InetSocketAddress at,
      String host) {
    RandomGenerator random = new SecureRandom();
    EksAuthClient client =
        new EksAuthClient(clusterName, eksAuth, time, settings.retryPause(), random);
    this.service =
        new AgentService(
            time,
            settings.localValidation(),
            () -> new CredentialCache(client, signed, settings, time, renewals, random));
    this.endpoint = Endpoint.startPlain(service, time, requests, at, host);
  }

  /**
   * Returns the value of {@code AWS_CONTAINER_CREDENTIALS_FULL_URI} on this machine: {@code
   * http://127.0.0.1:<port>/v1/credentials}.
   */
  public URI uri() {
    return endpoint.plainUri().resolve(AgentService.PATH);
  }

  /**
   * Returns the same over IPv6, {@code http://[::1]:<port>/v1/credentials}; empty if this machine
   * lacks IPv6.
   */
  public Optional<URI> ipv6Uri() {
    return endpoint.ipv6Uri().map(uri -> uri.resolve(AgentService.PATH));
  }

  /** Returns the address over IPv4. */
  public InetSocketAddress address() {
    return endpoint.plainAddress();
  }

  /**
   * Stops the agent as if its process were killed: connections are closed, new ones refused, and
   * the kept credentials forgotten. Its port stays reserved. Stopping is idempotent.
   */
  public void stop() {
    endpoint.stop();
    service.forget();
  }

  /** Starts the agent again, at the same port. Starting is idempotent. */
  public void start() {
    endpoint.start();
  }

  /** Stops the agent and starts it again: it has forgotten all credentials. */
  public void restart() {
    stop();
    start();
  }

  /**
   * Returns the faults of the agent itself; EKS Auth has its own. {@code Fault.error} has the
   * agent's format.
   */
  public Faults faults() {
    return endpoint.faults();
  }

  /** Returns the log of the requests to the agent; their action is {@code GetCredentials}. */
  public RequestLog requests() {
    return requests;
  }

  @Override
  public void close() {
    endpoint.close();
    service.forget();
    made.end(renewals);
  }

  /**
   * The settings of an agent. Immutable.
   *
   * @param retention how long credentials are kept before they are renewed in the background, if
   *     they live that long; 3 h by default, as the agent's option {@code
   *     --max-credential-retention-before-renewal}; zero for no cache
   * @param leastRemaining credentials that are valid for this long or less are not served; 15 s by
   *     default
   * @param retryPause the longest pause after a first failed request to EKS Auth, doubled after the
   *     second; pauses are random; 2 s by default
   * @param localValidation whether credentials are kept by pod instead of by token, and a rotated
   *     token is verified by the cluster's keys, as the real agent does from 0.2.1 on; false by
   *     default
   */
  public record Settings(
      Duration retention, Duration leastRemaining, Duration retryPause, boolean localValidation) {
    private static final int SHORT_SESSION = 20;
    private static final int SHORT_PAUSE = 60;

    /** Creates the settings of an agent that does not verify tokens. */
    public Settings(Duration retention, Duration leastRemaining, Duration retryPause) {
      this(retention, leastRemaining, retryPause, false);
    }

    public Settings {
      if (retention.isNegative()) {
        throw new IllegalArgumentException("retention: expected zero or more, found " + retention);
      }
      if (leastRemaining.isNegative()) {
        throw new IllegalArgumentException(
            "leastRemaining: expected zero or more, found " + leastRemaining);
      }
      if (retryPause.isNegative()) {
        throw new IllegalArgumentException(
            "retryPause: expected zero or more, found " + retryPause);
      }
    }

    /** Returns the defaults of the real agent. */
    public static Settings standard() {
      return new Settings(Duration.ofHours(3), Duration.ofSeconds(15), Duration.ofSeconds(2));
    }

    /**
     * Returns the settings for sessions of a limited lifetime. They differ from the real agent's
     * for sessions of less than five minutes: these are served up to their last twentieth, and
     * pauses are a sixtieth of them at most. The real agent would never serve sessions of a few
     * seconds.
     */
    public static Settings forSessionsOf(Duration lifetime) {
      Settings standard = standard();
      return new Settings(
          standard.retention,
          shorter(lifetime.dividedBy(SHORT_SESSION), standard.leastRemaining),
          shorter(lifetime.dividedBy(SHORT_PAUSE), standard.retryPause));
    }

    static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    /** Returns a copy with another retention. */
    public Settings withRetention(Duration other) {
      return new Settings(other, leastRemaining, retryPause, localValidation);
    }

    /**
     * Returns a copy for an agent from 0.2.1 on: a rotated token is served from the cache, also
     * while EKS Auth is down.
     */
    public Settings withLocalValidation() {
      return new Settings(retention, leastRemaining, retryPause, true);
    }
  }
}
