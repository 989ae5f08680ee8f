package dev.irsa.cli.lab;

import com.google.errorprone.annotations.Immutable;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;

/**
 * An error response of the service that issues credentials.
 *
 * @param status the HTTP status
 * @param code the code of the error
 */
@Immutable
record Rejection(int status, String code) {

  /** Returns whether a request was rejected in this way. */
  boolean isOf(RequestRecord request) {
    return request.status() == status && code.equals(request.errorCode());
  }

  /** Returns the fault by which the service rejects requests. */
  Fault fault(String message) {
    return Fault.error(code, status, message);
  }

  /** Returns status and code, in this order. */
  @Override
  public String toString() {
    return status + " " + code;
  }
}
