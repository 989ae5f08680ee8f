package dev.irsa.internal.refresh;

/** How far an attempt has come since the gate let it start. */
public enum AttemptProgress {
  /** It waits for a thread that runs it. */
  GRANTED,
  /** A thread runs it and reads the token. */
  RUNNING,
  /** STS is being called: from here on it counts as a call. */
  CALLING
}
