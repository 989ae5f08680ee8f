package dev.irsa.integration.clients;

/** Creates an SDK's own providers, configured by the environment. */
interface ProbedSdk {

  /** Returns the default chain. */
  ProbedProvider chain();

  /** Returns the instance of the default chain that all callers of the SDK share. */
  ProbedProvider shared();

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

  /** Returns the web identity provider with a role that the application sets. */
  ProbedProvider role(String arn);
}
