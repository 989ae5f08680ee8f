package dev.irsa.testkit.sts;

import dev.irsa.testkit.server.Details;
import dev.irsa.testkit.server.Request;

/** One action of STS. Thread-safe. */
interface Action {
  Outcome perform(Request request, Parameters parameters, Details details) throws StsException;
}
