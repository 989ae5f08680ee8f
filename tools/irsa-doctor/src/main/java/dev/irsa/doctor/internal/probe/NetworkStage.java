package dev.irsa.doctor.internal.probe;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;

/** The stages of a call as operators name them. */
public enum NetworkStage {
  DNS,
  TCP,
  TLS,
  HTTP;

  static NetworkStage of(Stage stage) {
    return switch (stage) {
      case WAITING, DNS -> DNS;
      case CONNECT -> TCP;
      case TLS -> TLS;
      case REQUEST, RESPONSE -> HTTP;
    };
  }
}
