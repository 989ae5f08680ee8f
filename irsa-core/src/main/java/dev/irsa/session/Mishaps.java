package dev.irsa.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this package writes what should never happen. A class of its own, so that nobody waits for
 * a log library on the way to the first credentials.
 */
final class Mishaps {

  static final Logger log = LoggerFactory.getLogger("dev.irsa.session");

  private Mishaps() {}
}
