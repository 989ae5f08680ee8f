package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.server.RequestRecord.Details;

/** One action of STS. Thread-safe. */
interface Action {
  Outcome perform(Request request, Parameters parameters, Details details) throws ServiceException;
}
