package dev.irsa.cli.timeline;

import java.util.List;

/**
 * What happened to one pod. Immutable; the lists are in chronological order.
 *
 * @param name a word that identifies the pod, such as {@code irsa}
 * @param title what supplies its credentials, in words
 * @param tokens the tokens in its volume
 * @param sessions the credentials that it was given
 * @param exchanges its requests for credentials
 * @param agentCalls the requests of its agent to the issuing service; empty without an agent
 * @param calls its calls, those that failed included
 * @param waits its callers' waits for credentials
 */
public record PodTimeline(
    String name,
    String title,
    List<TokenSpan> tokens,
    List<SessionSpan> sessions,
    List<Exchange> exchanges,
    List<Exchange> agentCalls,
    List<Call> calls,
    List<Wait> waits) {

  /** Copies the lists. */
  public PodTimeline {
    tokens = List.copyOf(tokens);
    sessions = List.copyOf(sessions);
    exchanges = List.copyOf(exchanges);
    agentCalls = List.copyOf(agentCalls);
    calls = List.copyOf(calls);
    waits = List.copyOf(waits);
  }
}
