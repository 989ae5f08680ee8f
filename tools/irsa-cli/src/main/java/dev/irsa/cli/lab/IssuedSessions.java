package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.SessionSpan.Source;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The credentials that a pod received, with their expirations. The lab forgets those of a deleted
 * role, so they are remembered here. Thread-safe.
 */
final class IssuedSessions {
  private final Function<String, Optional<Instant>> source;
  private final Map<String, Instant> expirations = new ConcurrentHashMap<>();

  /**
   * Creates an empty set.
   *
   * @param source finds the expiration of a key of the lab by its id
   */
  IssuedSessions(Function<String, Optional<Instant>> source) {
    this.source = source;
  }

  /** Returns the sessions that these exchanges brought first, in their order. */
  List<SessionSpan> of(List<RequestRecord> issues, Map<String, Instant> lastUses) {
    return issues.stream().map(exchange -> session(exchange, lastUses)).toList();
  }

  private SessionSpan session(RequestRecord exchange, Map<String, Instant> lastUses) {
    String key = String.valueOf(exchange.accessKeyId());
    Instant issuedAt = exchange.answeredAt();
    return new SessionSpan(
        Source.EXCHANGE,
        key,
        issuedAt,
        lastUses.getOrDefault(key, issuedAt),
        expirations.computeIfAbsent(key, id -> source.apply(id).orElse(issuedAt)));
  }
}
