package dev.irsa.cli.internal.timeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.irsa.cli.internal.pod.PodMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run. Immutable; all lists are in chronological order.
 *
 * @param service the name of the service that issues credentials
 * @param from the start of the run
 * @param steadyUntil until when calls should succeed; what follows, such as the denial after the
 *     service account was deleted, counts neither for nor against the provider
 * @param until the end of the run, or the current time while it lasts
 * @param phases how that service responds, without gaps
 * @param events single events
 * @param pods the pods; the first one is the subject of the run, others are compared with it
 * @param newcomers of each of them, one that started during the failure; empty in other scenarios
 */
public record Timeline(
    String service,
    Instant from,
    Instant steadyUntil,
    Instant until,
    List<Phase> phases,
    List<Event> events,
    List<Pod> pods,
    List<Newcomer> newcomers) {

  /** Copies the lists. */
  public Timeline {
    phases = List.copyOf(phases);
    events = List.copyOf(events);
    pods = List.copyOf(pods);
    newcomers = List.copyOf(newcomers);
  }

  /** Returns the pod that is the subject of the run. */
  public Pod subject() {
    return pods.get(0);
  }

  /** Returns the time from the start of the run. */
  public Duration since(Instant moment) {
    return Duration.between(from, moment);
  }

  /** Returns the length of the run so far. */
  public Duration length() {
    return since(until);
  }

  /** Returns the phases in which the service failed to do its work. */
  public List<Phase> failures() {
    return phases.stream().filter(phase -> phase.health.isFailure()).toList();
  }

  /** Returns the last event that matters to everything after it; null if there is none. */
  public @Nullable Event turningPoint() {
    return events.stream().filter(Event::marked).reduce((earlier, later) -> later).orElse(null);
  }

  /** How the service that issues credentials responds during a period. */
  public enum Health {
    WELL("well"),
    DOWN("down"),
    THROTTLED("throttled"),
    HANGING("hanging"),
    SLOW("slow"),
    REJECTING("rejects tokens"),
    SKEWED("clocks differ"),
    DENYING("denies");

    private final String label;

    Health(String label) {
      this.label = label;
    }

    /** Returns the label, for people. */
    @JsonValue
    public String label() {
      return label;
    }

    /** Returns whether the service fails to do its work. A denial is work well done. */
    public boolean isFailure() {
      return this != WELL && this != DENYING;
    }
  }

  /**
   * A period in which the service responds in one way.
   *
   * @param detail the behaviour in words
   * @param until the instant after the last one
   */
  public record Phase(Health health, String detail, Instant from, Instant until) {
    /** Returns whether a moment belongs to this period. */
    public boolean covers(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(until);
    }
  }

  /**
   * A single event.
   *
   * @param text a description on one line
   * @param marked whether it matters to everything after it, such as the deletion of the account
   */
  public record Event(Instant at, Kind kind, String text, boolean marked) {
    /** The subject of an event. */
    public enum Kind {
      POD,
      CREDENTIALS,
      EXCHANGE,
      TOKEN,
      STS,
      EKS_AUTH,
      CLEANUP,
      DENIAL;

      /** Returns the subject in a word or two, for people. */
      @JsonValue
      public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
      }
    }
  }

  /**
   * What happened to one pod.
   *
   * @param name a word that identifies the pod, such as {@code irsa}
   * @param title what supplies its credentials, in words
   * @param tokens the tokens in its volume
   * @param sessions the credentials that it was given
   * @param exchanges its requests for credentials
   * @param agentExchanges the requests of its agent to the issuing service; empty without an agent
   * @param calls its calls, those that failed included
   * @param waits its callers' waits for credentials
   * @param stalled how long its calls that need no credentials were late in all: the pod or the
   *     whole machine was too slow
   * @param callsMade how many calls it made by its own count, by stream; empty until it has stopped
   * @param denials the errors that its callers got after the service account was deleted
   */
  public record Pod(
      String name,
      String title,
      List<Token> tokens,
      List<Session> sessions,
      List<Exchange> exchanges,
      List<Exchange> agentExchanges,
      List<Call> calls,
      List<Wait> waits,
      Duration stalled,
      Map<String, Integer> callsMade,
      List<PodMessage.Denied> denials) {
    /** Copies the lists. */
    public Pod {
      tokens = List.copyOf(tokens);
      sessions = List.copyOf(sessions);
      exchanges = List.copyOf(exchanges);
      agentExchanges = List.copyOf(agentExchanges);
      calls = List.copyOf(calls);
      waits = List.copyOf(waits);
      callsMade = Map.copyOf(callsMade);
      denials = List.copyOf(denials);
    }
  }

  /**
   * A pod that started during a failure.
   *
   * @param title what supplies its credentials, in words
   * @param startedAt when its first call was due
   * @param servedAt when a call was first served as its role; null if none was
   */
  public record Newcomer(String title, Instant startedAt, @Nullable Instant servedAt) {

    /** Returns the time until a call was served; null if none was. */
    public @Nullable Duration waited() {
      return servedAt == null ? null : Duration.between(startedAt, servedAt);
    }
  }

  /**
   * A token in a pod's volume.
   *
   * @param replacedAt when the next token replaced it, or the end of the run
   */
  public record Token(Instant writtenAt, Instant replacedAt, Instant expiresAt) {}

  /**
   * Credentials that a pod was given.
   *
   * @param ofNode whether instance metadata issued them for the node's role, another identity
   * @param key the id of the access key, which is not secret
   * @param lastUsedAt when a call last used them, or {@code issuedAt} if none did
   */
  public record Session(
      boolean ofNode,
      @JsonProperty("accessKeyId") String key,
      Instant issuedAt,
      Instant lastUsedAt,
      Instant expiresAt) {
    /** Returns whether these are the pod's own and valid at the given time. */
    public boolean servesAt(Instant time) {
      return !ofNode && !time.isBefore(issuedAt) && time.isBefore(expiresAt);
    }
  }

  /**
   * One request for credentials, by a pod or its agent, as the lab saw it.
   *
   * @param answeredAt when the response was written; {@code arrivedAt} if there was none
   * @param detail the status and the code of the error, or the id of the issued key
   */
  public record Exchange(Result result, Instant arrivedAt, Instant answeredAt, String detail) {
    /** How a request for credentials ended. */
    public enum Result {
      ISSUED,
      FAILED,
      UNANSWERED
    }

    /** Returns whether it brought credentials. */
    public boolean succeeded() {
      return result == Result.ISSUED;
    }
  }

  /**
   * One call of the application in a pod.
   *
   * @param stream the id of the stream that it belongs to
   * @param at when it arrived at the service, or when it failed in the pod
   * @param key the id of the access key that it was signed with; empty if it was not made
   * @param detail the caller's ARN, or the error
   */
  public record Call(Outcome outcome, String stream, Instant at, String key, String detail) {
    /** How a call ended. */
    public enum Outcome {
      /** Served as the pod's role. */
      SERVED,
      /** Served, but as another identity. */
      OTHER_IDENTITY,
      /** Rejected by the service. */
      REJECTED,
      /** Failed in the pod, since it had no credentials to send. */
      THREW
    }

    /** Returns whether the call was served as the pod's role. */
    public boolean served() {
      return outcome == Outcome.SERVED;
    }

    /** Returns whether the caller got an error. */
    public boolean failed() {
      return outcome == Outcome.REJECTED || outcome == Outcome.THREW;
    }
  }

  /**
   * A caller's wait for credentials.
   *
   * @param stream the id of the caller's stream
   * @param from when its call was due
   * @param until when its call was sent, or failed
   * @param length the length of the wait, without pauses of the whole pod
   */
  public record Wait(String stream, Instant from, Instant until, @JsonIgnore Duration length) {
    /** Returns the length of the wait in milliseconds. */
    @JsonProperty
    long millis() {
      return length.toMillis();
    }
  }

  /**
   * A claim about a run, with the finding.
   *
   * @param id a short and stable id, for programs
   * @param statement the claim in words
   * @param holds whether the evidence confirms it
   * @param finding the evidence in words
   */
  public record Claim(String id, String statement, boolean holds, String finding) {}
}
