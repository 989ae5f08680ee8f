package dev.irsa.doctor.internal.probe;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.http.HttpExchange.StageListener;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the stages of a call. Used by the thread of the call. */
final class StageTimes implements StageListener {

  private final Map<NetworkStage, Duration> times = new EnumMap<>(NetworkStage.class);
  private NetworkStage current = NetworkStage.DNS;
  private long sinceNanos = System.nanoTime();

  @Override
  public void entered(Stage stage) {
    enter(NetworkStage.of(stage));
  }

  /** Ends the last stage. */
  void end() {
    enter(current);
  }

  private void enter(NetworkStage next) {
    long now = System.nanoTime();
    times.merge(current, Duration.ofNanos(now - sinceNanos), Duration::plus);
    sinceNanos = now;
    current = next;
  }

  NetworkStage current() {
    return current;
  }

  /** Returns the stages with their times: {@code DNS 2 ms, TCP 1 ms, TLS 30 ms, HTTP 12 ms}. */
  String describe() {
    return times.entrySet().stream()
        .map(entry -> entry.getKey() + " " + TimeText.of(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
