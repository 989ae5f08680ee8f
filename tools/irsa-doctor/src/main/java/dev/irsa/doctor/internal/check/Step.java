package dev.irsa.doctor.internal.check;

/**
 * The steps of an application on its way to the pod's role. A cause in a later step shows only
 * after the causes in earlier steps are fixed.
 */
enum Step {
  /** The webhook injects role and token when the pod is created. */
  INJECTION,
  /** The default chain takes the first source of credentials. */
  SOURCES,
  /** The application brings its SDK and its list of providers. */
  APPLICATION,
  /** The provider reads its settings. */
  SETTINGS,
  /** It reads the token. */
  TOKEN,
  /** It connects to STS. */
  NETWORK,
  /** STS, or the agent, looks at the request itself. */
  REQUEST,
  /** It verifies the token's signature. */
  VERIFICATION,
  /** It looks at audience, issuer and service account. */
  CLAIMS,
  /** It evaluates the trust policy. */
  POLICY,
  /** It checks the limits of the role. */
  LIMITS,
  /** A wrong clock breaks no exchange, but the signatures after it. */
  CLOCK,
  /** The session signs requests, and is refreshed. */
  USE,
  /** It signs for a token, which a service outside of AWS accepts. */
  OUTBOUND
}
