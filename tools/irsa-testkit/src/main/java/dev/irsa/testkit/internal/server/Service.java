package dev.irsa.testkit.internal.server;

/** The service behind an endpoint. Called from several threads concurrently. */
public interface Service {
  /**
   * Returns the short name for the log and for threads: {@code sts}, {@code s3}, {@code oidc},
   * {@code eks-auth}, {@code agent}.
   */
  String name();

  /** Describes the request before it is verified. Never fails. */
  RequestDetails describe(Request request);

  /**
   * Handles the request and returns a response, successful or not. A service may stop when the
   * client hangs up.
   *
   * @throws ClientHungUpException if the client is gone, so that nobody would read a response
   */
  Answer answer(Request request, String requestId, Client client);

  /** Returns what the service accepts at most. */
  default Limits limits() {
    return Limits.USUAL;
  }

  /** Returns an error in this service's format. */
  Response error(String requestId, int status, String code, String message);

  /**
   * The bounds of a service.
   *
   * @param connections the most connections at once
   * @param bodyBytes the length of the longest body
   */
  record Limits(int connections, int bodyBytes) {

    /** Any number of connections, and bodies of 1 MiB. */
    public static final Limits USUAL = new Limits(Integer.MAX_VALUE, 1 << 20);
  }

  /**
   * A response with the details for the log.
   *
   * @param response the response to the client
   * @param details the action and the parties involved, as far as verified
   */
  record Answer(Response response, RequestDetails details) {}
}
