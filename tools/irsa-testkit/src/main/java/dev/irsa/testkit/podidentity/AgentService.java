package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The agent's HTTP interface. Thread-safe. */
final class AgentService implements Service {
  static final String PATH = "/v1/credentials";
  static final String ACTION = "GetCredentials";

  private final TimeSource time;
  private final AgentRequests requests;
  private final boolean byPod;
  private final Supplier<CredentialCache> caches;

  /** Replaced when the agent is started again. */
  private volatile CredentialCache cache;

  private volatile RequestLimit limit;

  /**
   * Creates the service.
   *
   * @param byPod whether credentials are kept by pod instead of by token
   * @param caches creates an empty cache for each start of the agent
   */
  AgentService(TimeSource time, boolean byPod, Supplier<CredentialCache> caches) {
    this.time = time;
    this.byPod = byPod;
    this.requests = new AgentRequests(time.clock());
    this.caches = caches;
    this.cache = caches.get();
    this.limit = new RequestLimit(time.nanoTime());
  }

  /** Forgets all credentials, as at the end of a process. */
  void forget() {
    CredentialCache old = cache;
    cache = caches.get();
    limit = new RequestLimit(time.nanoTime());
    old.close();
  }

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public RequestDetails describe(Request request) {
    return RequestDetails.of(request.rawPath().equals(PATH) ? ACTION : "");
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    RequestDetails details = describe(request);
    if (details.action().isEmpty()) {
      return new Answer(text(404, "404 page not found"), details);
    }
    if (!limit.allowsOneMore()) {
      return new Answer(text(429, "Too Many Requests"), details);
    }
    try {
      AgentCredentials credentials = credentials(request, client);
      return new Answer(
          Response.of(200, "application/json", credentials.toJson()),
          details
              .withRole(null, credentials.sessionName())
              .withSubject(credentials.subject())
              .withAccessKeyId(credentials.accessKeyId())
              .withCallerArn(credentials.callerArn()));
    } catch (AgentException e) {
      return new Answer(text(e.status(), e.text()), details.withErrorCode(e.code()));
    }
  }

  private AgentCredentials credentials(Request request, Client client) throws AgentException {
    requests.requireAddress(request.headers().first("Host").orElse(""));
    String token = request.headers().first("Authorization").orElse("");
    Map<String, Object> claims = requests.claims(token);
    String key = byPod ? AgentRequests.podUid(claims) : token;
    return cache.get(key, token, new AgentCall(time, client));
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    String fault = status < 500 ? "client" : "server";
    return text(status, "[%s]: (%s): %s, fault: %s".formatted(requestId, code, message, fault));
  }

  private static Response text(int status, String line) {
    return Response.of(status, "text/plain; charset=utf-8", line + "\n")
        .with("X-Content-Type-Options", "nosniff");
  }

  /** A token bucket: the agent's limit of 1,000 requests per second, with bursts of 500. */
  private static final class RequestLimit {
    private static final long NANOS_PER_REQUEST = Duration.ofSeconds(1).toNanos() / 1000;
    private static final long BURST = 500 * NANOS_PER_REQUEST;

    private final LongSupplier nanoTime;

    /** The capacity that is left, in nanoseconds. Guarded by this. */
    private long left = BURST;

    /** Guarded by this. */
    private long readAt;

    RequestLimit(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      this.readAt = nanoTime.getAsLong();
    }

    /** Returns whether one more request is allowed now. */
    synchronized boolean allowsOneMore() {
      long now = nanoTime.getAsLong();
      left = Math.min(BURST, left + Math.min(BURST, now - readAt));
      readAt = now;
      if (left < NANOS_PER_REQUEST) {
        return false;
      }
      left -= NANOS_PER_REQUEST;
      return true;
    }
  }
}
