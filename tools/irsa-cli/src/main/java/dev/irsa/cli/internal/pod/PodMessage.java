package dev.irsa.cli.internal.pod;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Optional;

/** The messages of the pod on its standard output, one per line, in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
public sealed interface PodMessage {
  /** Reads only what has all members. */
  JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The clients are made; calls can start. */
  record ClientsCreated() implements PodMessage {}

  /** The first call of every stream has succeeded. */
  record EveryStreamServed() implements PodMessage {}

  /**
   * A call failed or could not be made.
   *
   * @param stream the stream of the call
   * @param startMillis when it was made
   * @param endMillis when it failed
   * @param message the message of the SDK's exception
   */
  record CallFailed(CallStream stream, long startMillis, long endMillis, String message)
      implements PodMessage {
    /** Returns when it was made, in whole milliseconds. */
    public Instant startedAt() {
      return Instant.ofEpochMilli(startMillis);
    }

    /** Returns when it failed, in whole milliseconds. */
    public Instant endedAt() {
      return Instant.ofEpochMilli(endMillis);
    }
  }

  /**
   * A stream has ended.
   *
   * @param stream the stream
   * @param made the number of calls made
   */
  record Ended(CallStream stream, int made) implements PodMessage {}

  /**
   * The library has no credentials and STS denies new ones.
   *
   * @param stream the stream whose caller got the error
   * @param sdkType simple name of the exception that the SDK's caller caught
   * @param type simple name of the library's exception behind it
   * @param code the AWS error code; empty if absent
   * @param message the full message
   */
  record Denied(CallStream stream, String sdkType, String type, String code, String message)
      implements PodMessage {}

  /** Returns the message as a line. */
  default String line() {
    try {
      return JSON.writerFor(PodMessage.class).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("each message can be written", e);
    }
  }

  /** Parses a line; empty if it is not a message. */
  static Optional<PodMessage> of(String line) {
    try {
      return Optional.ofNullable(JSON.readValue(line, PodMessage.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
