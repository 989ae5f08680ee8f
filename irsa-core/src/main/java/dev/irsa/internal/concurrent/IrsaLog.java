package dev.irsa.internal.concurrent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of {@code dev.irsa}. A class of its own, so that a log library is loaded with the first
 * line that is written and nobody waits for it on the way to the first credentials.
 */
public final class IrsaLog {

  public static final Logger log = LoggerFactory.getLogger("dev.irsa");

  private IrsaLog() {}
}
