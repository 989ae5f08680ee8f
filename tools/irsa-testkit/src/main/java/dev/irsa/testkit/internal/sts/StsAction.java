package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.server.Xml;
import java.util.function.Consumer;

/** One action of STS. Thread-safe. */
interface StsAction {
  Outcome perform(Request request, Parameters parameters, RequestDetails details)
      throws ServiceException;

  /**
   * The result of an action.
   *
   * @param result writes the content of the result element
   * @param details what the log records
   */
  record Outcome(Consumer<Xml> result, RequestDetails details) {}
}
