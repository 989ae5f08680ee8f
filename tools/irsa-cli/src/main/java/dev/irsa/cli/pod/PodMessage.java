package dev.irsa.cli.pod;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages of the pod on its standard output, one per line. */
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
    if (this instanceof Prepared) {
      return joined("prepared");
    }
    if (this instanceof Ready) {
      return joined("ready");
    }
    if (this instanceof CallFailed failed) {
      return joined(
          "failed",
          failed.stream().id(),
          millis(failed.startedAt()),
          millis(failed.endedAt()),
          failed.message());
    }
    if (this instanceof Ended ended) {
      return joined("ended", ended.stream().id(), Integer.toString(ended.made()));
    }
    Denied denied = (Denied) this;
    return joined(
        "denied",
        denied.stream().id(),
        denied.sdkType(),
        denied.type(),
        denied.code(),
        denied.message());
  }

  /** Parses a line; empty if it is not a message. */
  static Optional<PodMessage> of(String line) {
    List<String> fields = Arrays.stream(line.split("\t", -1)).map(PodMessage::unescaped).toList();
    try {
      return switch (fields.get(0)) {
        case "prepared" -> Optional.of(new Prepared());
        case "ready" -> Optional.of(new Ready());
        case "failed" ->
            Optional.of(
                new CallFailed(
                    stream(fields), instant(fields.get(2)), instant(fields.get(3)), fields.get(4)));
        case "ended" -> Optional.of(new Ended(stream(fields), Integer.parseInt(fields.get(2))));
        case "denied" ->
            Optional.of(
                new Denied(
                    stream(fields), fields.get(2), fields.get(3), fields.get(4), fields.get(5)));
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static CallStream stream(List<String> fields) {
    return CallStream.of(fields.get(1));
  }

  private static String millis(Instant instant) {
    return Long.toString(instant.toEpochMilli());
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static String joined(String... fields) {
    return Arrays.stream(fields).map(PodMessage::escaped).collect(Collectors.joining("\t"));
  }

  private static String escaped(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
        .replace("\n", "\\n");
  }

  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        text.append(
            switch (field.charAt(i)) {
              case 't' -> '\t';
              case 'r' -> '\r';
              case 'n' -> '\n';
              default -> field.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
