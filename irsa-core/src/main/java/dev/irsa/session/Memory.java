package dev.irsa.session;

/**
 * What an engine remembers between two events, each part with its own rules. Not thread-safe.
 *
 * @param held the session in hand
 * @param setbacks failed refreshes since the last success
 * @param budget calls of the last minute
 * @param invalidation rejected credentials
 */
record Memory(Held held, Setbacks setbacks, CallBudget budget, Invalidation invalidation) {

  static Memory empty() {
    return new Memory(new Held(), new Setbacks(), new CallBudget(), new Invalidation());
  }
}
