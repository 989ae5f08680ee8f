package dev.irsa.cli.lab;

import java.time.Instant;
import java.util.Locale;

/**
 * An event of the demonstration.
 *
 * @param at the time by the lab's clock
 * @param kind the subject of the event
 * @param text a description on one line
 */
record Happening(Instant at, Kind kind, String text) {

  enum Kind {
    POD,
    CREDENTIALS,
    EXCHANGE,
    TOKEN,
    STS,
    EKS_AUTH,
    CLEANUP,
    DENIAL;

    /** Returns the subject in a word or two, for people. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
