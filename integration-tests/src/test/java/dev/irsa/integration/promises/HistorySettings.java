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
 */
public record HistorySettings(
    Map<String, String> environment,
    Executor executor,
    Consumer<String> listener,
    Duration deadline,
    int mostRoles) {

  static HistorySettings of(Map<String, String> environment, Duration deadline) {
    return new HistorySettings(environment, null, null, deadline, 100);
  }

  HistorySettings runBy(Executor other) {
    return new HistorySettings(environment, other, listener, deadline, mostRoles);
  }

  HistorySettings heardBy(Consumer<String> other) {
    return new HistorySettings(environment, executor, other, deadline, mostRoles);
  }

  HistorySettings withMostRoles(int most) {
    return new HistorySettings(environment, executor, listener, deadline, most);
  }

  HistorySettings waiting(Duration longest) {
    return new HistorySettings(environment, executor, listener, longest, mostRoles);
  }
}
