package dev.irsa.integration.clients;

import java.nio.file.Path;
import java.time.Duration;

/** Makes an SDK's own providers, configured by the environment. */
interface ProbedSdk {

  /** The default chain. */
  ProbedProvider chain();

  /** Our chain. */
  ProbedProvider ours();

  /** The web identity provider. */
  ProbedProvider webIdentity();

  /** The web identity provider with another token file. */
  ProbedProvider webIdentity(Path tokenFile);

  /** One that refreshes in the background, where there is one. */
  ProbedProvider refreshing(Duration staleTime, Duration prefetchTime);

  /** Another such class, of the module for STS, where there is one. */
  ProbedProvider stsRefreshing(Duration staleTime, Duration prefetchTime);

  /** One whose STS client waits so long for an answer, no longer. */
  ProbedProvider impatient(Duration patience);

  /** How long an STS client waits for an answer by default. */
  Duration patience();
}
