package dev.irsa.testkit.s3;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requested part of an object (RFC 9110). One range is supported; a request for several gets
 * the whole object.
 *
 * @param from the first byte
 * @param until the byte after the last one
 * @param size the size of the whole object
 */
record ByteRange(int from, int until, int size, boolean partial) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,10})-(\\d{0,10})");

  static ByteRange of(Optional<String> header, int size) throws S3Exception {
    Matcher range = ONE.matcher(header.orElse(""));
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new ByteRange(0, size, size, false);
    }
    long from;
    long until;
    if (range.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(range.group(2)));
      until = size;
    } else {
      from = Long.parseLong(range.group(1));
      until = range.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(range.group(2)) + 1);
    }
    if (from >= until) {
      throw new S3Exception(416, "InvalidRange", "The requested range is not satisfiable");
    }
    return new ByteRange((int) from, (int) until, size, true);
  }

  String contentRange() {
    return "bytes " + from + "-" + (until - 1) + "/" + size;
  }

  byte[] of(byte[] content) {
    return partial ? Arrays.copyOfRange(content, from, until) : content;
  }
}
