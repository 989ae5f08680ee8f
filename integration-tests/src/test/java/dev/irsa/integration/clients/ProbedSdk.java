package dev.irsa.integration.clients;

import java.nio.file.Path;
import java.time.Duration;

/** Creates an SDK's own providers, configured by the environment. */
interface ProbedSdk {

  /** Returns the default chain. */
  ProbedProvider chain();

  /** Returns our chain. */
  ProbedProvider ours();

  /** Returns the provider of container credentials, as in the default chain. */
  ProbedProvider container();

  /** Returns the provider of container credentials with an endpoint of the application. */
  ProbedProvider container(String endpoint);

  /** Returns the provider of the node's credentials. */
  ProbedProvider node();

  /** Returns a list without web identities, as that of Hadoop's S3A: keys, then the node. */
  ProbedProvider list();

  /** Returns calls with the default chain, of a client with our interceptor. */
  ProbedProvider calls();

  /** Returns the web identity provider. */
  ProbedProvider webIdentity();

  /** Returns the web identity provider with another token file. */
  ProbedProvider webIdentity(Path tokenFile);

  /** Returns a provider that refreshes in the background, if the SDK has one. */
  ProbedProvider refreshing(Duration staleTime, Duration prefetchTime);

  /** Returns a similar provider of the STS module, if the SDK has one. */
  ProbedProvider stsRefreshing(Duration staleTime, Duration prefetchTime);

  /** Returns a provider whose STS client has the given timeout. */
  ProbedProvider impatient(Duration patience);

  /** Returns the default timeout of an STS client. */
  Duration patience();
}
