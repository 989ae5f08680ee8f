package dev.irsa.cli.internal.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages of the pod on its standard output, one per line, as URL-encoded words. */
public sealed interface PodMessage {

  /** The clients are made; calls can start. */
  record Prepared() implements PodMessage {}

  /** The first call of every stream has succeeded. */
  record Ready() implements PodMessage {}

  /**
   * A call failed or could not be made.
   *
   * @param stream the stream of the call
   * @param startedAt when it was made, in whole milliseconds
   * @param endedAt when it failed, in whole milliseconds
   * @param message the message of the SDK's exception
   */
  record CallFailed(CallStream stream, Instant startedAt, Instant endedAt, String message)
      implements PodMessage {}

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
    if (this instanceof CallFailed failed) {
      return line(
          "failed",
          failed.stream.id(),
          failed.startedAt.toEpochMilli(),
          failed.endedAt.toEpochMilli(),
          failed.message);
    }
    if (this instanceof Ended ended) {
      return line("ended", ended.stream.id(), ended.made);
    }
    if (this instanceof Denied denied) {
      return line(
          "denied", denied.stream.id(), denied.sdkType, denied.type, denied.code, denied.message);
    }
    return line(this instanceof Ready ? "ready" : "prepared");
  }

  /** Parses a line; empty if it is not a message. */
  static Optional<PodMessage> of(String line) {
    try {
      List<String> words =
          Arrays.stream(line.split(" ", -1)).map(word -> URLDecoder.decode(word, UTF_8)).toList();
      return switch (words.get(0)) {
        case "prepared" -> Optional.of(new Prepared());
        case "ready" -> Optional.of(new Ready());
        case "failed" ->
            Optional.of(
                new CallFailed(
                    CallStream.of(words.get(1)),
                    Instant.ofEpochMilli(Long.parseLong(words.get(2))),
                    Instant.ofEpochMilli(Long.parseLong(words.get(3))),
                    words.get(4)));
        case "ended" ->
            Optional.of(new Ended(CallStream.of(words.get(1)), Integer.parseInt(words.get(2))));
        case "denied" ->
            Optional.of(
                new Denied(
                    CallStream.of(words.get(1)),
                    words.get(2),
                    words.get(3),
                    words.get(4),
                    words.get(5)));
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String line(Object... words) {
    return Stream.of(words)
        .map(word -> URLEncoder.encode(word.toString(), UTF_8))
        .collect(Collectors.joining(" "));
  }
}
