package dev.irsa;

import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.session.SessionSpec;

/** A session that the configuration of a pod leads to: of credentials, or of a token for others. */
sealed interface PodSession extends SessionSpec permits ConfiguredSession, OutboundTokenSession {

  /** Returns the configuration of the credentials, which sign for a token. */
  Configuration configuration();
}
