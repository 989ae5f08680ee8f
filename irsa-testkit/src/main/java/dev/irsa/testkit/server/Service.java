package dev.irsa.testkit.server;

/** What stands behind an endpoint. Called from many threads at once. */
public interface Service {
  /** Short name for the log and for threads: {@code sts}, {@code s3}, {@code oidc}. */
  String name();

  /** What the request asks for, as far as it can be told without checking it. Never fails. */
  Details describe(Request request);

  /** Answers the request, success or error. */
  Answer answer(Request request, String requestId);

  /** An error in this service's format. */
  Response error(String requestId, int status, String code, String message);

  /**
   * A response and what the log shall say of it.
   *
   * @param response what the client gets
   * @param details what was asked by whom, as far as it was verified
   */
  record Answer(Response response, Details details) {}
}
