package dev.irsa.integration.promises;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a door is opened with.
 *
 * @param executor runs exchanges, or null
 * @param listener hears of events, each in a few words, or null
 * @param staysStable whether expired credentials are served while STS is away
 */
public record Settings(
    Map<String, String> environment,
    Executor executor,
    Consumer<String> listener,
    Duration deadline,
    int mostRoles,
    boolean staysStable) {

  static Settings of(Map<String, String> environment, Duration deadline) {
    return new Settings(environment, null, null, deadline, 100, false);
  }

  Settings runBy(Executor other) {
    return new Settings(environment, other, listener, deadline, mostRoles, staysStable);
  }

  Settings heardBy(Consumer<String> other) {
    return new Settings(environment, executor, other, deadline, mostRoles, staysStable);
  }

  Settings withMostRoles(int most) {
    return new Settings(environment, executor, listener, deadline, most, staysStable);
  }

  Settings waiting(Duration longest) {
    return new Settings(environment, executor, listener, longest, mostRoles, staysStable);
  }

  Settings stable() {
    return new Settings(environment, executor, listener, deadline, mostRoles, true);
  }
}
