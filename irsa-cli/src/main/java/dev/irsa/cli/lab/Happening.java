package dev.irsa.cli.lab;

import java.time.Instant;

/**
 * Something worth telling.
 *
 * @param at when, by the lab's clock
 * @param kind what it is about
 * @param text one line
 */
record Happening(Instant at, Kind kind, String text) {

  enum Kind {
    POD,
    CREDENTIALS,
    EXCHANGE,
    TOKEN,
    STS,
    CLEANUP,
    DENIAL
  }
}
